import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { articleId } from '../../../shared/article/identity.ts';
import { emptyRecord } from '../../../shared/catalog/article-record.ts';
import { CatalogConflictError } from '../../../shared/catalog/catalog.ts';
import type { Sqs } from '../../../shared/clients.ts';
import { revisionKey, revisionOfKey } from '../../../shared/resources/object-keys.ts';
import { clientOf } from '../../helpers/models/service-model.ts';
import { sampleArticle } from '../../helpers/publishing.ts';
import { ReconcilingBench } from '../../helpers/reconciling.ts';

const day = 86_400_000;
const key = 'news/ferry.md';
const id = articleId(key);
let bench: ReconcilingBench;

beforeEach(async () => {
  bench = new ReconcilingBench({}, { storeKeysPerRun: 3 });
  const ids: string[] = [];
  for (let index = 0; index < 5; index++)
    ids.push(await bench.put(`news/${index}.md`, sampleArticle(`news/${index}.md`)));
  await bench.publish([...ids, await bench.put(key, sampleArticle(key))]);
});

const storeKeys = () => [...bench.s3.bucket('store').current()].map(([name]) => name);
/** As an ingest does that dies before its transaction. */
const store = (name: string, article = id) =>
  bench.deps.s3.send(new PutObjectCommand({ Bucket: 'store', Key: revisionKey(article, name), Body: '{}' }));
const round = async () => {
  bench.now += day;
  return (await bench.round()).reduce((sum, { revisions }) => sum + revisions, 0);
};

describe('revisions that nobody claims', () => {
  test('go once no message can speak of them any more; those that are claimed stay', async () => {
    const right = storeKeys();
    const feed = bench.read('feed.json');
    await store('0000.1');
    await store('0000.0', articleId('never/committed.md'));
    expect(await round()).toBe(0);
    expect(storeKeys()).toHaveLength(right.length + 2);
    bench.now += 31 * day;
    expect(await round()).toBe(2);
    expect(storeKeys()).toEqual(right);
    expect(await round()).toBe(0);
    expect(bench.read('feed.json')).toBe(feed);
  });

  test('can be claimed by no ingest that was under way when they were condemned', async () => {
    const before = (await bench.deps.catalog.readArticle(id)) ?? emptyRecord(id);
    await store(`0000.${before.version}`);
    bench.now += 31 * day;
    // The same bytes under the same name, now; its transaction comes after the search.
    await bench.reconcileOnce();
    let position = (await bench.reconcileOnce()).cursor.position;
    while (position.phase !== 'store') position = (await bench.reconcileOnce()).cursor.position;
    while (position.phase === 'store') position = (await bench.reconcileOnce()).cursor.position;
    await store(`0000.${before.version}`);
    await expect(bench.deps.catalog.commit({ article: { before, after: before } })).rejects.toThrow(
      CatalogConflictError,
    );
    await bench.deliver();
    expect(storeKeys()).not.toContain(revisionKey(id, `0000.${before.version}`));
  });

  test('are left when their article changes at the same time', async () => {
    await store('0000.1');
    bench.now += 31 * day;
    const { catalog } = bench.deps;
    const commit = catalog.commit.bind(catalog);
    catalog.commit = async () => {
      throw new CatalogConflictError('catalog-conflict', 'somebody else was first');
    };
    expect(await round()).toBe(0);
    catalog.commit = commit;
    expect(storeKeys()).toContain(revisionKey(id, '0000.1'));
    expect(await round()).toBe(1);
  });

  test('go although the run that condemned them died before it could tell the publisher', async () => {
    const right = storeKeys();
    await store('0000.1');
    bench.now += 31 * day;
    const sqs = bench.sqs.client<Sqs>();
    bench.broken.sqs = clientOf<Sqs>((command) => {
      // Only the search through the store names articles as a whole.
      if (JSON.stringify(command.input).includes('{\\"articles\\":'))
        throw new Error('the process ends here');
      return sqs.send(command as never) as Promise<object>;
    });
    await expect(round()).rejects.toThrow('ends here');
    delete bench.broken.sqs;
    bench.restart();
    expect((await bench.deps.catalog.readArticle(id))?.condemned).toEqual(['0000.1']);
    await round();
    expect(storeKeys()).toEqual(right);
    expect((await bench.deps.catalog.readArticle(id))?.condemned).toEqual([]);
  });

  test('of a version that the record has not reached are left until it has', async () => {
    await store('0000.7');
    bench.now += 31 * day;
    expect(await round()).toBe(0);
    expect(storeKeys()).toContain(revisionKey(id, '0000.7'));
  });
});

test('a key of the store names the revision that it was made from', () => {
  expect(revisionOfKey(revisionKey(id, 'abcd.4'))).toEqual({ id, name: 'abcd.4' });
  expect(revisionOfKey('media/abcd.png')).toBeUndefined();
});
