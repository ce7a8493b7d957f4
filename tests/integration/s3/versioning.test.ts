import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { refusal, useS3 } from './s3-fixture.ts';

const s3 = useS3();

async function versionedBucket(): Promise<string> {
  const Bucket = await s3.newBucket();
  await setVersioning(Bucket, 'Enabled');
  return Bucket;
}
const setVersioning = (Bucket: string, Status: 'Enabled' | 'Suspended') =>
  s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const put = async (Bucket: string, Key: string, Body: string) =>
  (await s3.client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
const text = async (Bucket: string, Key: string, VersionId?: string) =>
  (await s3.client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();
const remove = (Bucket: string, Key: string, VersionId?: string) =>
  s3.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

test('versioning is off, enabled, suspended', async () => {
  const Bucket = await s3.newBucket();
  const status = async () => (await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status;
  expect(await status()).toBeUndefined();
  expect(await put(Bucket, 'k', '0')).toBeUndefined();
  await setVersioning(Bucket, 'Enabled');
  expect(await status()).toBe('Enabled');
  const first = await put(Bucket, 'k', '1');
  expect(await text(Bucket, 'k', 'null')).toBe('0');
  await setVersioning(Bucket, 'Suspended');
  expect(await status()).toBe('Suspended');
  expect(await put(Bucket, 'k', '2')).toBe('null');
  expect(await text(Bucket, 'k', 'null')).toBe('2');
  expect(await text(Bucket, 'k', first)).toBe('1');
  const { VersionId, DeleteMarker } = await remove(Bucket, 'k');
  expect([VersionId, DeleteMarker]).toEqual(['null', true]);
  await remove(Bucket, 'k', 'null');
  expect(await text(Bucket, 'k')).toBe('1');
});

test('a delete hides the object under a marker; deleting the marker brings it back', async () => {
  const Bucket = await versionedBucket();
  const [one, two] = [await put(Bucket, 'k', 'one'), await put(Bucket, 'k', 'two')];
  expect(one).not.toBe(two);
  const marker = await remove(Bucket, 'k');
  expect(marker.DeleteMarker).toBe(true);
  expect(await refusal(text(Bucket, 'k'))).toBe('404 NoSuchKey');
  expect(await text(Bucket, 'k', one)).toBe('one');
  expect(await refusal(text(Bucket, 'k', marker.VersionId))).toBe('405 MethodNotAllowed');
  expect(await refusal(text(Bucket, 'k', 'nope'))).toMatch(/^40[04] /);
  expect((await s3.client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  const conditional = new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', IfMatch: '"x"' });
  expect(await refusal(s3.client.send(conditional))).toBe('404 NoSuchKey');

  const undone = await remove(Bucket, 'k', marker.VersionId);
  expect([undone.DeleteMarker, undone.VersionId]).toEqual([true, marker.VersionId]);
  expect(await text(Bucket, 'k')).toBe('two');
  await remove(Bucket, 'k', two);
  expect(await text(Bucket, 'k')).toBe('one');
  const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
  expect(head.VersionId).toBe(one);
  await remove(Bucket, 'k');
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'three', IfNoneMatch: '*' }));
  expect(await text(Bucket, 'k')).toBe('three');
});

describe('ListObjectVersions', () => {
  test('lists by key, newest first, in pages that lose nothing', async () => {
    const Bucket = await versionedBucket();
    const expected: string[] = [];
    for (const key of ['a', 'b/1', 'b/2', 'c']) {
      const ids = [
        await put(Bucket, key, '1'),
        await put(Bucket, key, '2'),
        (await remove(Bucket, key)).VersionId,
      ];
      expected.push(...ids.reverse().map((id) => `${key} ${id}`));
    }
    for (const MaxKeys of [1, 2, 5, 1000]) {
      const seen: string[] = [];
      let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
      for (let i = 0; i < 50; i++) {
        const page = await s3.client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys, ...markers }));
        const entries = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
        expect(entries.length).toBeLessThanOrEqual(MaxKeys);
        seen.push(...entries.map((one) => `${one.Key} ${one.VersionId}`));
        if (!page.IsTruncated) break;
        markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      }
      expect([...seen].sort()).toEqual([...expected].sort());
      // The SDK tells versions and delete markers apart; one a page shows their order.
      if (MaxKeys === 1) expect(seen).toEqual(expected);
    }
    const all = await s3.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'b/' }));
    expect(all.Versions?.map((one) => one.IsLatest)).toEqual([false, false, false, false]);
    expect(all.DeleteMarkers?.map((one) => [one.Key, one.IsLatest])).toEqual([
      ['b/1', true],
      ['b/2', true],
    ]);
    const folded = await s3.client.send(new ListObjectVersionsCommand({ Bucket, Delimiter: '/' }));
    expect(folded.CommonPrefixes?.map((one) => one.Prefix)).toEqual(['b/']);
  });

  test('a bucket can be emptied page by page', async () => {
    const Bucket = await versionedBucket();
    for (let i = 0; i < 7; i++) await put(Bucket, 'same', String(i));
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (let i = 0; i < 10; i++) {
      const page = await s3.client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, ...markers }));
      const Objects = (page.Versions ?? []).map(({ Key, VersionId }) => ({ Key, VersionId }));
      await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
    const left = await s3.client.send(new ListObjectVersionsCommand({ Bucket }));
    expect(left.Versions ?? []).toEqual([]);
  });
});

describe('tags', () => {
  test('are put, read and deleted, for each version by itself', async () => {
    const Bucket = await versionedBucket();
    const Key = 'tägged key';
    const old = await put(Bucket, Key, '1');
    await put(Bucket, Key, '2');
    const set = (TagSet: { Key: string; Value: string }[], VersionId?: string) =>
      s3.client.send(new PutObjectTaggingCommand({ Bucket, Key, VersionId, Tagging: { TagSet } }));
    const get = async (VersionId?: string) =>
      (await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }))).TagSet;
    const published = [
      { Key: 'dropwire-status', Value: 'published' },
      { Key: 'reason', Value: 'a + b = c: ü@x/y_z.-' },
    ];
    await set(published);
    await set([{ Key: 'old', Value: '' }], old);
    expect(await get()).toEqual(published);
    expect(await get(old)).toEqual([{ Key: 'old', Value: '' }]);
    await s3.client.send(new DeleteObjectTaggingCommand({ Bucket, Key, VersionId: old }));
    expect(await get(old)).toEqual([]);
    expect(await get()).toEqual(published);
  });

  test('follow the rules of S3', async () => {
    const Bucket = await s3.newBucket();
    await put(Bucket, 'k', '1');
    const set = (Key: string, TagSet: { Key: string; Value: string }[]) =>
      refusal(s3.client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } })));
    const tag = (Key: string, Value = '') => ({ Key, Value });
    expect(await set('none', [tag('a')])).toBe('404 NoSuchKey');
    expect(
      await set(
        'k',
        Array.from({ length: 11 }, (_, i) => tag(`t${i}`)),
      ),
    ).toBe('400 BadRequest');
    expect(await set('k', [tag('a'), tag('a')])).toBe('400 InvalidTag');
    expect(await set('k', [tag('a'.repeat(129))])).toBe('400 InvalidTag');
    expect(await set('k', [tag('a', 'v'.repeat(257))])).toBe('400 InvalidTag');
    expect(await set('k', [tag('a', 'b\u0001')])).not.toBe('none');
    expect(await set('k', [tag('a', 'v'.repeat(256))])).toBe('none');
  });
});
