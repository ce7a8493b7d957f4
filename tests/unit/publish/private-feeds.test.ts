import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import Parser from 'rss-parser';
import { bringUpToDate } from '../../../functions/publish/bring-up-to-date.ts';
import { privateGroup } from '../../../functions/publish/private-feeds.ts';
import { publishBatch } from '../../../functions/publish/publish-batch.ts';
import { markRevoked, putPrivateFeed } from '../../../shared/catalog/private-feeds.ts';
import type { DynamoDb } from '../../../shared/clients.ts';
import { cacheControlOf } from '../../../shared/resources/object-keys.ts';
import { siteKeyOf } from '../../../shared/resources/site-keys.ts';
import { sampleArticle } from '../../helpers/publishing.ts';
import { ReconcilingBench } from '../../helpers/reconciling.ts';

const token = 'Zk3vQ0m1cVx7hTn2Lr8sPw5yBd9uFj4gAe6iKo0qXzM';
const folder = `private/${token}/`;
let bench: ReconcilingBench;
let paths: string[];

const issuedFor = (feed: string) => ({
  token,
  name: 'Harbour Radio',
  feed,
  issued: '2026-06-01T00:00:00.000Z',
});
const issue = (feed: string) => putPrivateFeed(bench.deps.dynamodb, 'catalog', issuedFor(feed));
const revoke = () =>
  markRevoked(bench.deps.dynamodb, 'catalog', issuedFor('tags/ferries'), new Date(bench.now));
const privateKeys = () => bench.siteKeys().filter((key) => key.startsWith('private/'));
const ferry = (title: string) =>
  sampleArticle('news/ferry.md', {
    title,
    tags: ['Ferries'],
    content: { html: `<p>${title}, in full.</p>`, markdown: title, text: title },
  });

beforeEach(async () => {
  bench = new ReconcilingBench({ feedContent: 'summary', hubs: ['https://hub.example/'] });
  paths = [];
  bench.deps.cdn = { invalidate: async (dropped) => void paths.push(...dropped) };
  await bench.publish([
    await bench.put('news/ferry.md', ferry('The ferry')),
    await bench.put('news/other.md', sampleArticle('news/other.md', { tags: ['Tides'] })),
  ]);
});

describe('a private feed', () => {
  test('is there once the publisher hears of it: in full, under its own address, without hubs', async () => {
    await issue('tags/ferries');
    await bench.publish([], [`private/${token}`]);
    expect(privateKeys()).toEqual(
      ['atom.xml', 'feed.json', 'index.html', 'rss.xml'].map((name) => folder + name),
    );
    const rss = await new Parser().parseString(bench.read(`${folder}rss.xml`) ?? '');
    expect(rss.items.map(({ title }) => title)).toEqual(['The ferry']);
    expect(bench.read(`${folder}rss.xml`)).toContain('in full.');
    expect(bench.read('tags/ferries/rss.xml')).not.toContain('in full.');
    const json = JSON.parse(bench.read(`${folder}feed.json`) ?? '');
    expect(json.feed_url).toBe(`https://news.example/${folder}feed.json`);
    expect(json).not.toHaveProperty('hubs');
    expect(json).not.toHaveProperty('next_url');
  });

  test('follows the feed that it shows', async () => {
    await issue('tags/ferries');
    await bench.publish([await bench.put('news/ferry.md', ferry('The ferry again'))]);
    expect(bench.read(`${folder}atom.xml`)).toContain('The ferry again');
    await bench.publish([await bench.put('news/ferry.md', undefined)]);
    const rss = await new Parser().parseString(bench.read(`${folder}rss.xml`) ?? '');
    expect(rss.items).toEqual([]);
  });

  test('of everything is named after its reader', async () => {
    await issue('all');
    await bench.publish([], [`private/${token}`]);
    expect(JSON.parse(bench.read(`${folder}feed.json`) ?? '').title).toBe('Harbour Radio – Bench');
  });

  test('is told of nowhere else, and kept by no shared cache', async () => {
    await issue('all');
    await bench.publish([], ['all', `private/${token}`]);
    await bench.round();
    for (const key of bench.siteKeys()) {
      if (!key.startsWith(folder)) expect([key, bench.read(key)?.includes(token)]).toEqual([key, false]);
      else expect(cacheControlOf(key)).toMatch(/^private,/);
    }
  });

  test('goes with its revocation, and with it what the CDN keeps', async () => {
    await issue('tags/ferries');
    await bench.publish([], [`private/${token}`]);
    await revoke();
    await bench.publish([], [`private/${token}`]);
    expect(privateKeys()).toEqual([]);
    expect(paths).toEqual([`/${folder}*`]);
    await bench.publish([await bench.put('news/ferry.md', ferry('Later'))]);
    expect(privateKeys()).toEqual([]);
    // Told of again, by someone who was cut off.
    await bench.publish([], [`private/${token}`]);
    expect(privateKeys()).toEqual([]);
  });

  test('does not come back when it is revoked while it is being written', async () => {
    await issue('tags/ferries');
    const { dynamodb } = bench.deps;
    let reads = 0;
    const slow = {
      send: async (command: unknown) => {
        const answer = await dynamodb.send(command as never);
        if (command instanceof GetItemCommand && ++reads === 1) await revoke();
        return answer;
      },
    } as unknown as DynamoDb;
    await bringUpToDate(
      bench.deps.site,
      bench.deps.clock,
      privateGroup({ ...bench.deps, dynamodb: slow }, token),
    );
    // One that found it, one after the write that did not, and those of taking it back.
    expect(reads).toBeGreaterThan(2);
    expect(privateKeys()).toEqual([]);
  });
});

describe('looking for drift', () => {
  test('repairs a private feed, removes a revoked one, and calls only that an orphan', async () => {
    await issue('tags/ferries');
    await bench.publish([], [`private/${token}`]);
    const right = bench.site();
    bench.s3.PutObject({ Bucket: 'site', Key: `${folder}rss.xml`, Body: 'somebody wrote here' });
    const orphans = async () => (await bench.round()).reduce((sum, round) => sum + round.orphans, 0);
    expect(await orphans()).toBe(0);
    expect(bench.site()).toEqual(right);
    await revoke();
    bench.now += 86_400_000;
    expect(await orphans()).toBe(1);
    expect(privateKeys()).toEqual([]);
  });

  test('knows its documents by their keys, and no archive', () => {
    expect(siteKeyOf(`${folder}rss.xml`)).toEqual({
      kind: 'head',
      feed: `private/${token}`,
      name: 'rss.xml',
    });
    expect(siteKeyOf(`${folder}archive/2026-02/rss.xml`).kind).toBe('unknown');
  });
});

test('a private feed that fails has its messages delivered again', async () => {
  await issue('tags/ferries');
  const failing = { ...bench.deps, dynamodb: bench.deps.dynamodb };
  bench.s3.PutObject({ Bucket: 'site', Key: `${folder}rss.xml`, Body: 'old' });
  const { dynamodb } = bench.deps;
  failing.dynamodb = {
    send: async (command: never) => {
      const { ExpressionAttributeValues } = (command as { input: { ExpressionAttributeValues?: object } })
        .input;
      if (JSON.stringify(ExpressionAttributeValues ?? {}).includes('"PRIVATE"')) throw new Error('busy');
      return dynamodb.send(command);
    },
  } as unknown as DynamoDb;
  const body = JSON.stringify({ feeds: [`private/${token}`] });
  const { batchItemFailures } = await publishBatch(failing, [{ messageId: 'one', body } as never], {
    error: () => {},
  });
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'one' }]);
});
