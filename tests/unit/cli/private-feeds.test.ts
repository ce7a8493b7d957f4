import { beforeEach, describe, expect, test } from '@jest/globals';
import { issueFeed, listFeeds, revokeFeeds } from '../../../cli/private-feeds/issue-feed.ts';
import type { Stack } from '../../../cli/stack/stack.ts';
import type { Sqs } from '../../../shared/clients.ts';
import { UsageError } from '../../../shared/errors.ts';
import { sampleArticle } from '../../helpers/publishing.ts';
import { queueUrl, ReconcilingBench } from '../../helpers/reconciling.ts';

const now = new Date('2026-06-15T12:00:00Z');
let bench: ReconcilingBench;
let stack: Stack;

beforeEach(async () => {
  bench = new ReconcilingBench();
  const { s3, dynamodb } = bench.deps;
  stack = {
    siteUrl: 'https://news.example/',
    inboxBucket: 'inbox',
    storeBucket: 'store',
    catalogTable: 'catalog',
    queues: {
      ingest: { url: 'ingest', deadLetterUrl: 'ingest-dead' },
      publish: { url: queueUrl, deadLetterUrl: 'publish-dead' },
    },
    clients: { s3, dynamodb, sqs: bench.sqs.client<Sqs>() } as Stack['clients'],
    close: () => undefined,
  };
  await bench.publish([
    await bench.put('news/ferry.md', sampleArticle('news/ferry.md', { tags: ['Ferries'] })),
  ]);
});

const keyOf = (address: string) => new URL(address).pathname.slice(1);

describe('dropwire feeds', () => {
  test('issues addresses that lead to the feed once the publisher has heard', async () => {
    const issued = await issueFeed(stack, 'Harbour Radio', 'tags/ferries', now);
    expect(issued).toMatchObject({ name: 'Harbour Radio', feed: 'tags/ferries', issued: now.toISOString() });
    await bench.deliver();
    const [page = '', ...documents] = issued.addresses;
    expect(page).toMatch(/^https:\/\/news\.example\/private\/[\w-]{43}\/$/);
    for (const address of documents) expect(bench.read(keyOf(address))).toContain('About news/ferry.md');
  });

  test('gives no two readers the same address', async () => {
    const [one, two] = [await issueFeed(stack, 'A', 'all', now), await issueFeed(stack, 'B', 'all', now)];
    expect(one.addresses[0]).not.toBe(two.addresses[0]);
  });

  test('lists who has what, without what opens it', async () => {
    const { addresses } = await issueFeed(stack, 'B', 'tags/ferries', now);
    await issueFeed(stack, 'A', 'all', now);
    const listed = await listFeeds(stack);
    expect(listed).toEqual([
      { name: 'A', feed: 'all', issued: now.toISOString() },
      { name: 'B', feed: 'tags/ferries', issued: now.toISOString() },
    ]);
    expect(JSON.stringify(listed)).not.toContain(keyOf(addresses[0] ?? '').split('/')[1]);
  });

  test('revokes all that a reader has, and nobody else’s', async () => {
    const gone = await issueFeed(stack, 'A', 'all', now);
    await issueFeed(stack, 'A', 'tags/ferries', now);
    const stays = await issueFeed(stack, 'B', 'all', now);
    await bench.deliver();
    expect((await revokeFeeds(stack, 'A', now)).map(({ feed }) => feed).sort()).toEqual([
      'all',
      'tags/ferries',
    ]);
    await bench.deliver();
    expect(bench.read(keyOf(gone.addresses[1] ?? ''))).toBeUndefined();
    expect(bench.read(keyOf(stays.addresses[1] ?? ''))).toBeDefined();
    expect((await listFeeds(stack)).map(({ name }) => name)).toEqual(['B']);
    await expect(revokeFeeds(stack, 'C', now)).rejects.toMatchObject({ code: 'feed-not-issued' });
  });

  test('can be repeated after revoking was cut off before the publisher heard', async () => {
    const { addresses } = await issueFeed(stack, 'A', 'all', now);
    await bench.deliver();
    const deaf = { send: () => Promise.reject(new Error('connection lost')) } as unknown as Sqs;
    const cutOff = { ...stack, clients: { ...stack.clients, sqs: deaf } as Stack['clients'] };
    await expect(revokeFeeds(cutOff, 'A', now)).rejects.toThrow('connection lost');
    await bench.deliver();
    expect(bench.read(keyOf(addresses[1] ?? ''))).toBeDefined();
    expect((await revokeFeeds(stack, 'A', now)).map(({ feed }) => feed)).toEqual(['all']);
    await bench.deliver();
    expect(bench.read(keyOf(addresses[1] ?? ''))).toBeUndefined();
    expect(await listFeeds(stack)).toEqual([]);
  });

  test('gives a reader who lost an address another', async () => {
    const { addresses } = await issueFeed(stack, 'A', 'all', now);
    await revokeFeeds(stack, 'A', now);
    const again = await issueFeed(stack, 'A', 'all', now);
    await bench.deliver();
    expect(again.addresses).not.toEqual(addresses);
    expect(bench.read(keyOf(addresses[1] ?? ''))).toBeUndefined();
    expect(bench.read(keyOf(again.addresses[1] ?? ''))).toBeDefined();
  });

  test('refuses a feed that there is not, and a second address of the same feed', async () => {
    await expect(issueFeed(stack, 'A', 'tags/nothing', now)).rejects.toThrow(UsageError);
    await issueFeed(stack, 'A', 'all', now);
    await expect(issueFeed(stack, 'A', 'all', now)).rejects.toMatchObject({ code: 'feed-already-issued' });
  });
});
