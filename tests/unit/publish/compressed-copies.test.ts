import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { bringUpToDate } from '../../../functions/publish/bring-up-to-date.ts';
import { etagOf, ObjectChangedError, SiteObjects } from '../../../functions/publish/site-objects.ts';
import type { S3 } from '../../../shared/clients.ts';
import { siteKeyOf } from '../../../shared/resources/site-keys.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';
import { operationOf } from '../../helpers/models/service-model.ts';

const key = 'archive/2026-02/rss.xml';
const large = (word: string) => `${word} `.repeat(2_500_000).slice(0, 10_000_001);
const [one, two] = [large('tide'), large('ferry')];
const small = 'small';

let s3: S3Model;
let site: SiteObjects;
beforeEach(() => {
  s3 = new S3Model(() => 0);
  s3.addBucket('site');
  site = new SiteObjects(s3.client<S3>(), 'site');
});

const keys = () => [...s3.bucket('site').current()].map(([name]) => name);
const copiesOf = (body: string) =>
  ['br', 'gz'].map((ending) => `${key}.${etagOf(body).replaceAll('"', '')}.${ending}`);
const bytesOf = (name: string) => s3.bucket('site').newest(name)?.bytes ?? new Uint8Array();
const headersOf = (name: string) => s3.bucket('site').newest(name)?.headers;
const group = (body: string | undefined) => ({
  name: 'a page',
  keys: [key],
  read: async () => body,
  fingerprint: String,
  render: async () => [{ key, body }],
});
const clock = { now: () => 0, sleep: async () => {} };
const publish = (body: string | undefined) => bringUpToDate(site, clock, group(body));

test('a document of more than 10,000,000 bytes has copies in Brotli and gzip, and says so', async () => {
  await publish(one);
  expect(keys()).toEqual([key, ...copiesOf(one)]);
  const [brotli = '', gzip = ''] = copiesOf(one);
  expect(brotliDecompressSync(bytesOf(brotli)).toString()).toBe(one);
  expect(gunzipSync(bytesOf(gzip)).toString()).toBe(one);
  expect(headersOf(key)?.Metadata).toEqual({ 'dropwire-encodings': 'br,gzip' });
  const { ContentType, CacheControl } = headersOf(key) ?? {};
  expect(headersOf(brotli)).toMatchObject({ ContentEncoding: 'br', ContentType, CacheControl });
  expect(headersOf(gzip)).toMatchObject({ ContentEncoding: 'gzip', ContentType, CacheControl });
});

test('of 10,000,000 it has none, and neither has what is no text', async () => {
  await publish(one.slice(1));
  await site.put('media/large.png', Buffer.alloc(10_000_001), null, { contentType: 'image/png' });
  expect(keys()).toEqual([key, 'media/large.png']);
  expect(headersOf(key)?.Metadata).toEqual({});
});

test('bytes count, not characters', async () => {
  await publish('é'.repeat(5_000_001));
  expect(keys()).toHaveLength(3);
});

test.each([
  ['by another large one', two, [key, ...copiesOf(two)]],
  ['by a small one', small, [key]],
  ['by nothing', undefined, []],
])('copies go when their document is replaced %s', async (_, next, left) => {
  await publish(one);
  site = new SiteObjects(s3.client<S3>(), 'site');
  await publish(next);
  expect(keys().sort()).toEqual([...left].sort());
});

test('copies that went missing come back, and nothing else is written', async () => {
  await publish(one);
  const [brotli = ''] = copiesOf(one);
  s3.DeleteObject({ Bucket: 'site', Key: brotli });
  const puts = s3.requests.get('PutObject') ?? 0;
  expect(await publish(one)).toBe(false);
  expect(keys()).toEqual([key, ...copiesOf(one)]);
  expect(s3.requests.get('PutObject')).toBe(puts + 2);
});

test('a document that comes back while its copies go keeps them', async () => {
  await publish(one);
  const other = new SiteObjects(s3.client<S3>(), 'site');
  const interrupted = s3.client<S3>();
  const send = interrupted.send.bind(interrupted) as (command: never) => Promise<unknown>;
  let writes = 0;
  Object.assign(interrupted, {
    send: async (command: never) => {
      const answer = await send(command);
      // The second publisher brings the first document back as soon as it has been replaced.
      if (operationOf(command) === 'PutObject' && ++writes === 1) await other.put(key, one, etagOf(small));
      return answer;
    },
  });
  site = new SiteObjects(interrupted, 'site');
  await site.look(key);
  await expect(site.put(key, small, etagOf(one))).rejects.toThrow(ObjectChangedError);
  site = new SiteObjects(s3.client<S3>(), 'site');
  await publish(one);
  expect(keys()).toEqual([key, ...copiesOf(one)]);
});

describe('a copy that was left behind', () => {
  test('goes, unless its document is there', async () => {
    await publish(one);
    for (const name of copiesOf(one)) await site.removeStaleCopy(name);
    expect(keys()).toHaveLength(3);
    s3.PutObject({ Bucket: 'site', Key: key, Body: small });
    for (const name of copiesOf(one)) await site.removeStaleCopy(name);
    expect(keys()).toEqual([key]);
  });

  test('is known by its key', () => {
    const [brotli = ''] = copiesOf(one);
    expect(siteKeyOf(brotli)).toEqual({ kind: 'copy', of: key, etag: etagOf(one) });
    expect(siteKeyOf(key).kind).toBe('archive');
  });
});
