import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { backfill } from '../../../cli/requeue/backfill.ts';
import { rebuildFeeds as rebuild } from '../../../cli/requeue/rebuild.ts';
import { redrive } from '../../../cli/requeue/redrive.ts';
import type { Stack } from '../../../cli/stack/stack.ts';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import { articleId } from '../../../shared/article/identity.ts';
import { emptyRecord, settle } from '../../../shared/catalog/article-record.ts';
import type { DynamoDb, S3, Sqs } from '../../../shared/clients.ts';
import { publishMessageSchema } from '../../../shared/publish-message-schema.ts';
import { canaryFeed } from '../../../shared/resources/canary.ts';
import { uploadKey } from '../../../shared/resources/table-keys.ts';
import { clientOf } from '../../helpers/models/service-model.ts';
import { SqsModel } from '../../helpers/models/sqs-model.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

/** Progress of a command, kept as a file would keep it. */
class Notes<T> {
  position: string | undefined;
  async load(): Promise<T | undefined> {
    return this.position === undefined ? undefined : JSON.parse(this.position);
  }
  async save(position: T): Promise<void> {
    this.position = JSON.stringify(position);
  }
  async clear(): Promise<void> {
    this.position = undefined;
  }
}

const queues = {
  ingest: { url: 'ingest', deadLetterUrl: 'ingest-dead' },
  publish: { url: 'publish', deadLetterUrl: 'publish-dead' },
};

class CommandBench extends PublishingBench {
  readonly sqs = new SqsModel(() => this.now);
  readonly stack: Stack;
  /** Requests to SQS until the process ends. */
  sendsLeft = Number.POSITIVE_INFINITY;

  constructor() {
    super();
    this.s3.addBucket('inbox', { versioned: true });
    for (const { url, deadLetterUrl } of Object.values(queues)) {
      this.sqs.addQueue(deadLetterUrl);
      this.sqs.addQueue(url, { maxReceiveCount: 1, deadLetterQueueUrl: deadLetterUrl });
    }
    const sqs = this.sqs.client<Sqs>();
    const mortal = clientOf<Sqs>((command) => {
      this.sendsLeft -= 1;
      if (this.sendsLeft < 0) throw new Error('the process ends here');
      return sqs.send(command as never) as Promise<object>;
    });
    this.stack = {
      siteUrl: this.deps.config.siteUrl,
      inboxBucket: 'inbox',
      storeBucket: 'store',
      catalogTable: 'catalog',
      queues,
      clients: {
        s3: this.deps.s3 as S3,
        dynamodb: this.deps.dynamodb as DynamoDb,
        sqs: mortal,
      } as Stack['clients'],
      close: () => undefined,
    };
  }

  async publishedArticles(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const key = `news/${index}.md`;
      const published = new Date(Date.parse('2026-01-01') + index * 3 * 3_600_000).toISOString();
      const tags = index % 2 === 0 ? ['Tides'] : [];
      ids.push(await this.put(key, sampleArticle(key, { published, tags })));
    }
    return ids;
  }

  hints() {
    return this.sqs.bodies('publish').map((body) => publishMessageSchema.parse(JSON.parse(body)));
  }
}

const silent = () => undefined;

describe('rebuild', () => {
  test('queues every article once, and every feed, and the documents of the site', async () => {
    const bench = new CommandBench();
    const ids = await bench.publishedArticles(450);
    const withdrawn = await bench.put('news/7.md', undefined);
    const notes = new Notes<never>();
    const sums = await rebuild(bench.stack, [], notes, silent);
    expect(sums).toEqual({ articles: 450, feeds: 3 });
    const hints = bench.hints();
    const queued = hints.flatMap(({ articles }) => articles);
    expect(queued).toHaveLength(450);
    expect(new Set(queued)).toEqual(new Set(ids));
    expect(queued).toContain(withdrawn);
    expect(hints.flatMap(({ feeds }) => feeds).sort()).toEqual(['all', 'languages/en', 'tags/tides']);
    expect(hints.some(({ site }) => site)).toBe(true);
    expect(Math.max(...hints.map(({ articles }) => articles.length))).toBe(20);
    expect(notes.position).toBeUndefined();
  });

  test('finds what stands in no listed feed', async () => {
    const bench = new CommandBench();
    const [id = ''] = await bench.publishedArticles(1);
    const { catalog } = bench.deps;
    const before = await catalog.readArticle(id);
    const claims = Object.entries(before?.claims ?? {}).map(([key, claim]) => [
      key,
      { ...claim, hash: 'other', feeds: [canaryFeed] },
    ]);
    const canary = { ...emptyRecord(articleId('canary')), claims: Object.fromEntries(claims) };
    const now = new Date(bench.now).toISOString();
    const after = settle(emptyRecord(canary.id), canary, now, now);
    expect(after.shown?.feeds).toEqual([canaryFeed]);
    await catalog.commit({ article: { before: emptyRecord(canary.id), after } });
    expect(await rebuild(bench.stack, [], new Notes<never>(), silent)).toEqual({ articles: 2, feeds: 3 });
    expect(bench.hints().flatMap(({ articles }) => articles)).toEqual([id, canary.id]);
  });

  test('of one feed queues its articles and its head', async () => {
    const bench = new CommandBench();
    const ids = await bench.publishedArticles(30);
    expect(await rebuild(bench.stack, ['tags/tides'], new Notes<never>(), silent)).toEqual({
      articles: 15,
      feeds: 1,
    });
    const queued = bench.hints().flatMap(({ articles }) => articles);
    expect(new Set(queued)).toEqual(new Set(ids.filter((_, index) => index % 2 === 0)));
  });

  test('of a feed that does not exist queues nothing and says how feeds are named', async () => {
    const bench = new CommandBench();
    await bench.publishedArticles(2);
    const work = rebuild(bench.stack, ['languages/en', 'tides'], new Notes<never>(), silent);
    await expect(work).rejects.toMatchObject({
      code: 'no-such-feed',
      message: expect.stringContaining('tags/'),
    });
    expect(bench.sqs.bodies('publish')).toEqual([]);
  });

  test('killed after any of its requests goes on where it was, and misses nothing', async () => {
    const bench = new CommandBench();
    const ids = await bench.publishedArticles(450);
    for (let sends = 0; sends < 5; sends++) {
      const notes = new Notes<never>();
      const before = bench.hints().length;
      bench.sendsLeft = sends;
      await expect(rebuild(bench.stack, [], notes, silent)).rejects.toThrow('ends here');
      bench.sendsLeft = Number.POSITIVE_INFINITY;
      const sums = await rebuild(bench.stack, [], notes, silent);
      expect(sums.articles).toBe(450);
      const hints = bench.hints().slice(before);
      const queued = hints.flatMap(({ articles }) => articles);
      expect(new Set(queued)).toEqual(new Set(ids));
      // At most the step under way is repeated.
      expect(queued.length).toBeLessThanOrEqual(450 + 200);
      expect(hints.flatMap(({ feeds }) => feeds)).toContain('tags/tides');
    }
  });
});

describe('backfill', () => {
  function fill(bench: CommandBench, count: number): string[] {
    const keys = Array.from({ length: count }, (_, index) => `news/${String(index).padStart(5, '0')} ü+.md`);
    for (const Key of keys) bench.s3.PutObject({ Bucket: 'inbox', Key, Body: 'text' });
    return keys;
  }

  function record(bench: CommandBench, key: string, state: string): void {
    const item = {
      ...uploadKey(key),
      key,
      version: 1,
      sequencer: '1',
      state,
      articles: [],
      dropped: [],
      at: '',
    };
    bench.dynamodb.PutItem({ TableName: 'catalog', Item: marshall(item) });
  }

  const events = (bench: CommandBench) => bench.sqs.bodies('ingest').flatMap((body) => uploadEventsOf(body));
  const run = (bench: CommandBench, notes = new Notes<never>(), prefix = '') =>
    backfill({ stack: bench.stack, prefix, now: () => bench.now, saved: notes, onProgress: silent });

  test('asks for every object of the inbox, and for uploads that are gone from it', async () => {
    const bench = new CommandBench();
    const keys = fill(bench, 1205);
    for (const key of keys.slice(0, 40)) record(bench, key, 'accepted');
    record(bench, 'gone/accepted.md', 'accepted');
    record(bench, 'gone/rejected.md', 'rejected');
    record(bench, 'gone/deleted.md', 'deleted');
    expect(await run(bench)).toEqual({ uploads: 1205, gone: 2 });
    const asked = events(bench);
    expect(asked.map(({ key }) => key).sort()).toEqual(
      [...keys, 'gone/accepted.md', 'gone/rejected.md'].sort(),
    );
    expect(asked[0]).toEqual({ key: asked[0]?.key, time: '2026-06-15T12:00:00.000Z', created: false });
  });

  test('with a prefix asks for no others', async () => {
    const bench = new CommandBench();
    fill(bench, 15);
    record(bench, 'gone/accepted.md', 'accepted');
    expect(await run(bench, new Notes(), 'news/0001')).toEqual({ uploads: 5, gone: 0 });
    expect(await run(bench, new Notes(), 'gone/')).toEqual({ uploads: 0, gone: 1 });
  });

  test('killed in the middle goes on at the last thousand', async () => {
    const bench = new CommandBench();
    const keys = fill(bench, 1205);
    record(bench, 'gone/accepted.md', 'accepted');
    const notes = new Notes<never>();
    bench.sendsLeft = 110;
    await expect(run(bench, notes)).rejects.toThrow('ends here');
    const first = events(bench).length;
    expect(first).toBeGreaterThan(1000);
    bench.sendsLeft = Number.POSITIVE_INFINITY;
    expect(await run(bench, notes)).toEqual({ uploads: 1205, gone: 1 });
    expect(new Set(events(bench).map(({ key }) => key))).toEqual(new Set([...keys, 'gone/accepted.md']));
    expect(events(bench).length - first).toBe(206);
    expect(notes.position).toBeUndefined();
  });
});

describe('redrive', () => {
  function bury(bench: CommandBench, count: number): void {
    for (let index = 0; index < count; index++) {
      bench.sqs.SendMessage({ QueueUrl: 'ingest-dead', MessageBody: `message ${index}` });
    }
    bench.now += 1000;
  }
  const messages = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);
  const run = (bench: CommandBench, sqs: Sqs = bench.stack.clients.sqs) =>
    redrive(sqs, queues.ingest, () => bench.now, silent);

  test('moves every message and empties the dead-letter queue', async () => {
    const bench = new CommandBench();
    bury(bench, 34);
    expect(await run(bench)).toEqual({ moved: 34, refused: 0 });
    expect(bench.sqs.bodies('ingest')).toEqual(messages(34));
    expect(bench.sqs.bodies('ingest-dead')).toEqual([]);
    expect(await run(bench)).toEqual({ moved: 0, refused: 0 });
  });

  test('killed after any of its requests loses nothing', async () => {
    for (let sends = 0; sends < 12; sends++) {
      const bench = new CommandBench();
      bury(bench, 34);
      bench.sendsLeft = sends;
      await expect(run(bench)).rejects.toThrow('ends here');
      const everywhere = [...bench.sqs.bodies('ingest'), ...bench.sqs.bodies('ingest-dead')];
      expect(new Set(everywhere)).toEqual(new Set(messages(34)));
      bench.sendsLeft = Number.POSITIVE_INFINITY;
      bench.now += 60_000;
      await run(bench);
      expect(new Set(bench.sqs.bodies('ingest'))).toEqual(new Set(messages(34)));
      expect(bench.sqs.bodies('ingest-dead')).toEqual([]);
    }
  });

  test('leaves in the dead-letter queue what the queue refuses', async () => {
    const bench = new CommandBench();
    bury(bench, 3);
    const sqs = bench.sqs.client<Sqs>();
    const choosy = clientOf<Sqs>(async (command) => {
      const input = command.input as { Entries?: { Id: string; MessageBody?: string }[] };
      const refused = input.Entries?.filter(({ MessageBody }) => MessageBody === 'message 1') ?? [];
      if (refused.length > 0) input.Entries = input.Entries?.filter((entry) => !refused.includes(entry));
      const answer = (await sqs.send(command as never)) as object;
      return { ...answer, Failed: refused.map(({ Id }) => ({ Id })) };
    });
    expect(await run(bench, choosy)).toEqual({ moved: 2, refused: 1 });
    expect(bench.sqs.bodies('ingest')).toEqual(['message 0', 'message 2']);
    expect(bench.sqs.bodies('ingest-dead')).toEqual(['message 1']);
  });

  test('ends although messages fail again and come back meanwhile', async () => {
    const bench = new CommandBench();
    bury(bench, 5);
    const sqs = bench.sqs.client<Sqs>();
    let receives = 0;
    const failing = clientOf<Sqs>(async (command) => {
      if (command.constructor.name !== 'ReceiveMessageCommand')
        return (await sqs.send(command as never)) as object;
      receives += 1;
      if (receives > 100) throw new Error('it goes on for ever');
      // The function takes all that is there, fails, and the messages are buried again.
      bench.now += 61_000;
      for (let turn = 0; turn < 2; turn++) {
        bench.sqs.ReceiveMessage({ QueueUrl: 'ingest', MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
      }
      return receives <= 20 ? ((await sqs.send(command as never)) as object) : {};
    });
    expect(await run(bench, failing)).toEqual({ moved: 5, refused: 0 });
    expect([...bench.sqs.bodies('ingest'), ...bench.sqs.bodies('ingest-dead')].sort()).toEqual(messages(5));
  });
});
