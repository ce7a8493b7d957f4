import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { failureOf } from './dynamodb-contract.ts';

/** What a case works with: a client and an empty bucket of its own. */
export interface S3Target {
  client: Pick<S3Client, 'send'>;
  bucket: string;
}

/** One behaviour of S3: what came out, and what S3 is documented to do. */
export interface S3Case {
  name: string;
  run(target: S3Target): Promise<unknown>;
  expected: unknown;
}

const etagOfOne = '"c4ca4238a0b923820dcc509a6f75849b"';
const etagOfTwo = '"c81e728d9d4c2f636f067f89cc14862c"';
const preconditionFailed = { name: 'PreconditionFailed', status: 412 };
const noSuchKey = { name: 'NoSuchKey', status: 404 };

const put = (
  { client, bucket }: S3Target,
  Key: string,
  Body: string,
  rest: Partial<PutObjectCommandInput> = {},
) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...rest }));

async function text(
  { client, bucket }: S3Target,
  Key: string,
  VersionId?: string,
): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
  return Body?.transformToString();
}

const remove = (
  { client, bucket }: S3Target,
  Key: string,
  rest: { IfMatch?: string; VersionId?: string } = {},
) => client.send(new DeleteObjectCommand({ Bucket: bucket, Key, ...rest }));

const enableVersions = ({ client, bucket }: S3Target) =>
  client.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );

const list = async (
  { client, bucket }: S3Target,
  input: { Prefix?: string; Delimiter?: string; MaxKeys?: number; StartAfter?: string } = {},
) => {
  const pages: string[][] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token, ...input }),
    );
    pages.push([
      ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => `(${Prefix})`),
      ...(page.Contents ?? []).map(({ Key = '' }) => Key),
    ]);
    token = page.NextContinuationToken;
  } while (token);
  return pages;
};

/** Behaviours of S3 that the pipeline relies on. */
export const s3Cases: S3Case[] = [
  {
    name: 'an object comes back with its headers and the MD5 of its content as ETag',
    async run(target) {
      await put(target, 'a/b.json', '1', {
        ContentType: 'application/feed+json; charset=utf-8',
        CacheControl: 'public, max-age=30',
        Metadata: { made: 'here' },
      });
      const { client, bucket } = target;
      const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'a/b.json' }));
      const { ETag, ContentType, CacheControl, Metadata, ContentLength } = got;
      return {
        ETag,
        ContentType,
        CacheControl,
        Metadata,
        ContentLength,
        body: await got.Body?.transformToString(),
      };
    },
    expected: {
      ETag: etagOfOne,
      ContentType: 'application/feed+json; charset=utf-8',
      CacheControl: 'public, max-age=30',
      Metadata: { made: 'here' },
      ContentLength: 1,
      body: '1',
    },
  },
  {
    name: 'HEAD tells the ETag and a LastModified of whole seconds',
    async run(target) {
      await put(target, 'k', '1');
      const head = await target.client.send(new HeadObjectCommand({ Bucket: target.bucket, Key: 'k' }));
      return { etag: head.ETag, fraction: (head.LastModified?.getTime() ?? 1) % 1000 };
    },
    expected: { etag: etagOfOne, fraction: 0 },
  },
  { name: 'GET of nothing', run: (target) => failureOf(text(target, 'none')), expected: noSuchKey },
  {
    name: 'HEAD of nothing',
    run: ({ client, bucket }) =>
      failureOf(client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'none' }))),
    expected: { name: 'NotFound', status: 404 },
  },
  {
    name: 'a bucket that is not there',
    run: (target) => failureOf(put({ ...target, bucket: 'there-is-no-such-bucket' }, 'k', '1')),
    expected: { name: 'NoSuchBucket', status: 404 },
  },
  {
    name: 'PUT If-None-Match * makes only what is not there',
    async run(target) {
      const made = await put(target, 'k', '1', { IfNoneMatch: '*' });
      return [
        made.ETag,
        await failureOf(put(target, 'k', '2', { IfNoneMatch: '*' })),
        await text(target, 'k'),
      ];
    },
    expected: [etagOfOne, preconditionFailed, '1'],
  },
  {
    name: 'PUT If-Match replaces only what it knows',
    async run(target) {
      await put(target, 'k', '1');
      const refused = await failureOf(put(target, 'k', '3', { IfMatch: etagOfTwo }));
      const { ETag } = await put(target, 'k', '2', { IfMatch: etagOfOne });
      return [refused, ETag, await text(target, 'k')];
    },
    expected: [preconditionFailed, etagOfTwo, '2'],
  },
  {
    name: 'PUT If-Match finds nothing',
    run: (target) => failureOf(put(target, 'none', '1', { IfMatch: etagOfOne })),
    expected: noSuchKey,
  },
  {
    name: 'DELETE If-Match removes only what it knows',
    async run(target) {
      await put(target, 'k', '1');
      const refused = await failureOf(remove(target, 'k', { IfMatch: etagOfTwo }));
      await remove(target, 'k', { IfMatch: etagOfOne });
      return [refused, await failureOf(text(target, 'k'))];
    },
    expected: [preconditionFailed, noSuchKey],
  },
  {
    name: 'DELETE of nothing succeeds',
    run: async (target) => (await remove(target, 'none')).$metadata.httpStatusCode,
    expected: 204,
  },
  {
    name: 'GET If-Match and If-None-Match',
    async run({ client, bucket }) {
      const target = { client, bucket };
      await put(target, 'k', '1');
      const read = (condition: object) =>
        failureOf(client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k', ...condition })));
      const same = (await read({ IfNoneMatch: etagOfOne })) as { status?: number };
      return [await read({ IfMatch: etagOfTwo }), same.status, await read({ IfMatch: etagOfOne })];
    },
    expected: [preconditionFailed, 304, 'no error'],
  },
  {
    name: 'several objects are deleted in one request, missing ones included',
    async run({ client, bucket }) {
      const target = { client, bucket };
      for (const key of ['d1', 'd2 &<>', 'd/é']) await put(target, key, '1');
      const Objects = ['d1', 'd2 &<>', 'd/é', 'none'].map((Key) => ({ Key }));
      const answer = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      return [answer.Deleted?.length, answer.Errors ?? [], await list(target)];
    },
    expected: [4, [], [[]]],
  },
  {
    name: 'a listing is in the order of UTF-8 bytes',
    async run(target) {
      for (const key of ['\u{1F600}', '\uFF5E', 'é', 'z', 'Z', 'a/b', 'a-b']) await put(target, key, '1');
      return list(target);
    },
    expected: [['Z', 'a-b', 'a/b', 'z', 'é', '\uFF5E', '\u{1F600}']],
  },
  {
    name: 'a listing comes in pages, by prefix, after a key',
    async run(target) {
      for (let i = 0; i < 5; i++) await put(target, `p/${i}`, '1');
      await put(target, 'q', '1');
      return [
        await list(target, { Prefix: 'p/', MaxKeys: 2 }),
        await list(target, { Prefix: 'p/', StartAfter: 'p/2' }),
      ];
    },
    expected: [[['p/0', 'p/1'], ['p/2', 'p/3'], ['p/4']], [['p/3', 'p/4']]],
  },
  {
    name: 'a delimiter folds keys into common prefixes',
    async run(target) {
      for (const key of ['a/1', 'a/2', 'b/1', 'c']) await put(target, key, '1');
      return list(target, { Delimiter: '/' });
    },
    expected: [['(a/)', '(b/)', 'c']],
  },
  {
    name: 'tags are set, replaced and read',
    async run({ client, bucket }) {
      await put({ client, bucket }, 'k', '1', { Tagging: 'a=1' });
      const read = async () =>
        (await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'k' }))).TagSet;
      const first = await read();
      const TagSet = [{ Key: 'b', Value: 'two words' }];
      await client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: 'k', Tagging: { TagSet } }));
      return [first, await read()];
    },
    expected: [[{ Key: 'a', Value: '1' }], [{ Key: 'b', Value: 'two words' }]],
  },
  {
    name: 'tags of nothing',
    run: ({ client, bucket }) =>
      failureOf(
        client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: 'none', Tagging: { TagSet: [] } })),
      ),
    expected: noSuchKey,
  },
  {
    name: 'a copy has the content and the headers',
    async run({ client, bucket }) {
      const target = { client, bucket };
      await put(target, 'from here', '1', { ContentType: 'text/x' });
      const CopySource = `${bucket}/${encodeURIComponent('from here')}`;
      await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'to', CopySource }));
      const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'to' }));
      return [head.ETag, head.ContentType];
    },
    expected: [etagOfOne, 'text/x'],
  },
  {
    name: 'versions: older ones stay readable, a delete leaves a marker',
    async run(target) {
      await enableVersions(target);
      const one = await put(target, 'k', '1');
      await put(target, 'k', '2');
      const marker = await remove(target, 'k');
      return [
        marker.DeleteMarker,
        await failureOf(text(target, 'k')),
        await text(target, 'k', one.VersionId),
        await list(target),
        await failureOf(text(target, 'k', marker.VersionId)),
      ];
    },
    expected: [true, noSuchKey, '1', [[]], { name: 'MethodNotAllowed', status: 405 }],
  },
  {
    name: 'versions: a delete marker counts as nothing for conditional writes',
    async run(target) {
      await enableVersions(target);
      await put(target, 'k', '1');
      await remove(target, 'k');
      const match = await failureOf(put(target, 'k', '2', { IfMatch: etagOfOne }));
      await put(target, 'k', '2', { IfNoneMatch: '*' });
      return [match, await text(target, 'k')];
    },
    expected: [noSuchKey, '2'],
  },
  {
    name: 'versions: deleting a version, and a marker, for good',
    async run(target) {
      await enableVersions(target);
      await put(target, 'k', '1');
      const two = await put(target, 'k', '2');
      await remove(target, 'k', { VersionId: two.VersionId });
      const before = await text(target, 'k');
      const marker = await remove(target, 'k');
      await remove(target, 'k', { VersionId: marker.VersionId });
      return [before, await text(target, 'k')];
    },
    expected: ['1', '1'],
  },
  {
    name: 'versions are listed, the newest of a key first, in pages',
    async run({ client, bucket }) {
      const target = { client, bucket };
      await enableVersions(target);
      await put(target, 'a', '1');
      await put(target, 'a', '22');
      await put(target, 'b', '1');
      await remove(target, 'b');
      const rows: unknown[] = [];
      let markers: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
      while (markers) {
        const page: ListObjectVersionsCommandOutput = await client.send(
          new ListObjectVersionsCommand({ Bucket: bucket, MaxKeys: 1, ...markers }),
        );
        for (const { Key, IsLatest, Size } of page.Versions ?? []) rows.push([Key, IsLatest, Size]);
        for (const { Key, IsLatest } of page.DeleteMarkers ?? []) rows.push([Key, IsLatest, 'marker']);
        markers = page.IsTruncated
          ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
      }
      return rows;
    },
    expected: [
      ['a', true, 2],
      ['a', false, 1],
      ['b', true, 'marker'],
      ['b', false, 1],
    ],
  },
];
