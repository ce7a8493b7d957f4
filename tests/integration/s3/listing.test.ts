import {
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { refusal, useS3 } from './s3-fixture.ts';

const s3 = useS3();
let Bucket = '';

const oddKeys = [
  'odd/naïve façade.md',
  'odd/日本/記事.html',
  'odd/a+b=c & d;e.txt',
  'odd/50%25 off?#top',
  'odd/🦊.json',
  'odd//empty//segments',
  'odd/folder/',
  'odd/it\'s <"quoted">.txt',
  'odd/./dots/../here',
  'odd/~tilde!(1)*.txt',
  'odd/back\\slash|pipe',
  'odd/tab\tand\u00a0nbsp',
];
const mixedKeys = [
  'mix/Zed',
  'mix/apple',
  'mix/Apple',
  'mix/_',
  'mix/-',
  'mix/é',
  'mix/\uFF5E',
  'mix/😀',
  'mix/a/b',
  'mix/a.b',
  'mix/a-b',
];
const treeKeys = ['tree/a/1', 'tree/a/2', 'tree/a0', 'tree/b/1', 'tree/b/c/2', 'tree/leaf', 'tree/z/9'];

const inByteOrder = (keys: readonly string[]) =>
  [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

beforeAll(async () => {
  Bucket = await s3.newBucket();
  const many = Array.from({ length: 120 }, (_, i) => `many/${String(i).padStart(3, '0')}`);
  for (const Key of [...oddKeys, ...mixedKeys, ...treeKeys, ...many]) {
    await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
});

/** Every key and common prefix, page by page. */
async function walk(input: Omit<ListObjectsV2CommandInput, 'Bucket'>) {
  const pages: { keys: string[]; prefixes: string[] }[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.client.send(new ListObjectsV2Command({ Bucket, ...input, ContinuationToken }));
    pages.push({
      keys: (page.Contents ?? []).map((object) => object.Key ?? ''),
      prefixes: (page.CommonPrefixes ?? []).map((prefix) => prefix.Prefix ?? ''),
    });
    expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined && pages.length < 500);
  return {
    pages: pages.length,
    keys: pages.flatMap((p) => p.keys),
    prefixes: pages.flatMap((p) => p.prefixes),
  };
}

describe('ListObjectsV2', () => {
  test('odd keys are read and listed as they are', async () => {
    for (const Key of oddKeys) {
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe(Key);
    }
    expect((await walk({ Prefix: 'odd/' })).keys).toEqual(inByteOrder(oddKeys));
  });

  test('pages of any size lose and repeat nothing, in UTF-8 order', async () => {
    for (const MaxKeys of [1, 2, 3, 7]) {
      const { keys, pages } = await walk({ Prefix: 'mix/', MaxKeys });
      expect(keys).toEqual(inByteOrder(mixedKeys));
      expect(pages).toBe(Math.ceil(mixedKeys.length / MaxKeys));
    }
    expect(await walk({ Prefix: 'many/', MaxKeys: 50 })).toMatchObject({ pages: 3 });
  });

  test('a delimiter folds what lies below, also across pages', async () => {
    for (const MaxKeys of [1, 2, 100]) {
      const { keys, prefixes } = await walk({ Prefix: 'tree/', Delimiter: '/', MaxKeys });
      expect(keys).toEqual(['tree/a0', 'tree/leaf']);
      expect(prefixes).toEqual(['tree/a/', 'tree/b/', 'tree/z/']);
    }
  });

  test('StartAfter, MaxKeys 0, owner and details', async () => {
    expect((await walk({ Prefix: 'many/', StartAfter: 'many/116' })).keys).toEqual([
      'many/117',
      'many/118',
      'many/119',
    ]);
    expect(await walk({ MaxKeys: 0 })).toEqual({ pages: 1, keys: [], prefixes: [] });
    const page = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'tree/leaf', FetchOwner: true }),
    );
    const [object] = page.Contents ?? [];
    expect(object).toMatchObject({ Key: 'tree/leaf', Size: 9, StorageClass: 'STANDARD' });
    expect(object?.ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(object?.LastModified).toBeInstanceOf(Date);
    expect(object?.Owner?.ID).toBeTruthy();
  });

  test('encoding-type=url encodes names like a form', async () => {
    const page = await s3.client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'odd/a+', EncodingType: 'url' }),
    );
    expect(page.Contents?.map((object) => object.Key)).toEqual(['odd/a%2Bb%3Dc+%26+d%3Be.txt']);
    expect(page.Prefix).toBe('odd/a%2B');
  });

  test('a wrong token and a missing bucket are refused', async () => {
    const wrong = new ListObjectsV2Command({ Bucket, ContinuationToken: '?!' });
    expect(await refusal(s3.client.send(wrong))).toBe('400 InvalidArgument');
    const missing = new ListObjectsV2Command({ Bucket: `${Bucket}-none` });
    expect(await refusal(s3.client.send(missing))).toBe('404 NoSuchBucket');
  });
});

test('ListObjects of the first version pages by marker', async () => {
  const keys: string[] = [];
  let Marker: string | undefined;
  for (let i = 0; i < 20; i++) {
    const page = await s3.client.send(new ListObjectsCommand({ Bucket, Prefix: 'mix/', MaxKeys: 4, Marker }));
    keys.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
    if (!page.IsTruncated) break;
    Marker = page.NextMarker ?? keys.at(-1);
  }
  expect(keys).toEqual(inByteOrder(mixedKeys));
  const folded: (string | undefined)[] = [];
  const first = await s3.client.send(
    new ListObjectsCommand({ Bucket, Prefix: 'tree/', Delimiter: '/', MaxKeys: 2 }),
  );
  folded.push(
    ...(first.CommonPrefixes ?? []).map((p) => p.Prefix),
    ...(first.Contents ?? []).map((o) => o.Key),
  );
  expect(folded).toEqual(['tree/a/', 'tree/a0']);
  expect(first.NextMarker).toBe('tree/a0');
});
