import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { refusal, useS3 } from './s3-fixture.ts';

const s3 = useS3();
let Bucket = '';
beforeAll(async () => {
  Bucket = await s3.newBucket();
});

const md5 = (data: string | Uint8Array) => createHash('md5').update(data).digest('hex');
const read = async (Key: string, more = {}) => {
  const answer = await s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { ...answer, bytes: Buffer.from((await answer.Body?.transformToByteArray()) ?? []) };
};

describe('buckets', () => {
  test('are created, found, listed, located and removed', async () => {
    const name = await s3.newBucket();
    await s3.client.send(new HeadBucketCommand({ Bucket: name }));
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toContain(name);
    const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket: name }));
    // us-east-1 is told by leaving it out (Amazon S3 API reference, GetBucketLocation).
    expect(LocationConstraint ?? 'us-east-1').toBe(await s3.client.config.region());
    await s3.client.send(new PutObjectCommand({ Bucket: name, Key: 'x', Body: 'x' }));
    expect(await refusal(s3.client.send(new DeleteBucketCommand({ Bucket: name })))).toBe(
      '409 BucketNotEmpty',
    );
    await s3.client.send(new DeleteObjectCommand({ Bucket: name, Key: 'x' }));
    await s3.client.send(new DeleteBucketCommand({ Bucket: name }));
    expect(await refusal(s3.client.send(new HeadBucketCommand({ Bucket: name })))).toBe('404 NotFound');
    await s3.client.send(new CreateBucketCommand({ Bucket: name }));
  });

  test.each(['ab', 'Upper-case', 'two..dots', '192.168.0.1', '-dash', 'under_score'])(
    'can not be called %s',
    async (name) => {
      expect(await refusal(s3.client.send(new CreateBucketCommand({ Bucket: name })))).toBe(
        '400 InvalidBucketName',
      );
    },
  );
});

describe('objects', () => {
  test.each([0, 1, 65_536, 65_537, 3_000_000])('of %d bytes come back as they were', async (size) => {
    const Body = randomBytes(size);
    const put = await s3.client.send(new PutObjectCommand({ Bucket, Key: `size/${size}`, Body }));
    expect(put.ETag).toBe(`"${md5(Body)}"`);
    const got = await read(`size/${size}`);
    expect(got.bytes.equals(Body)).toBe(true);
    expect(got.ContentLength).toBe(size);
    expect(got.LastModified?.getMilliseconds()).toBe(0);
  });

  test('streamed with a trailing checksum are stored without the framing', async () => {
    const data = randomBytes(400_000);
    const Body = Readable.from([data.subarray(0, 10), data.subarray(10, 100_000), data.subarray(100_000)]);
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: data.length }));
    const got = await read('stream');
    expect(got.bytes.equals(data)).toBe(true);
    expect(got.ContentEncoding).toBeUndefined();
  });

  test('keep their headers and metadata', async () => {
    const Body = gzipSync('{"a":1}');
    const headers = {
      ContentType: 'application/feed+json; charset=utf-8',
      CacheControl: 'public, max-age=30',
      ContentEncoding: 'gzip',
      ContentDisposition: 'inline; filename="f.json"',
      ContentLanguage: 'de',
      Metadata: { origin: 'desk 4', 'second-name': 'x=y' },
    };
    await s3.client.send(
      new PutObjectCommand({ Bucket, Key: 'headers', Body, ...headers, Tagging: 'a=1&b=c%20d' }),
    );
    const got = await read('headers');
    expect(got).toMatchObject({ ...headers, TagCount: 2 });
    expect(got.bytes.equals(Body)).toBe(true);
    const overridden = await read('headers', {
      ResponseContentType: 'text/x',
      ResponseCacheControl: 'no-store',
    });
    expect(overridden).toMatchObject({ ContentType: 'text/x', CacheControl: 'no-store' });
  });

  test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'are checked with %s, and it is kept',
    async (ChecksumAlgorithm) => {
      const Key = `checksum/${ChecksumAlgorithm}`;
      const field = `Checksum${ChecksumAlgorithm}` as const;
      const Body = 'The quick brown fox';
      const put = await s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm }));
      const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(put[field]).toMatch(/^[A-Za-z0-9+/]+=*$/);
      expect(head[field]).toBe(put[field]);
      const wrong = await s3.client.send(
        new PutObjectCommand({ Bucket, Key: 'other', Body: 'another', ChecksumAlgorithm }),
      );
      const bad = new PutObjectCommand({ Bucket, Key, Body, [field]: wrong[field] });
      expect(await refusal(s3.client.send(bad))).toBe('400 BadDigest');
    },
  );

  test('with a wrong or malformed MD5 are refused', async () => {
    const put = (ContentMD5: string) =>
      s3.client.send(new PutObjectCommand({ Bucket, Key: 'md5', Body: 'text', ContentMD5 }));
    expect(await refusal(put(createHash('md5').update('other').digest('base64')))).toBe('400 BadDigest');
    expect(await refusal(put('c2hvcnQ='))).toBe('400 InvalidDigest');
    await put(createHash('md5').update('text').digest('base64'));
  });

  test('are deleted one by one and in batches; deleting what is gone succeeds', async () => {
    const keys = ['del/plain', 'del/ä ö', 'del/<&>"\'', 'del/ leading and trailing '];
    for (const Key of keys) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    const gone = await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'del/never' }));
    expect(gone.$metadata.httpStatusCode).toBe(204);
    const Objects = keys.map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect(Deleted?.map((one) => one.Key)).toEqual(keys);
    expect(Errors ?? []).toEqual([]);
    for (const Key of keys) {
      expect(await refusal(s3.client.send(new HeadObjectCommand({ Bucket, Key })))).toBe('404 NotFound');
    }
  });

  test('are refused with the errors of S3', async () => {
    const { client } = s3;
    expect(await refusal(client.send(new GetObjectCommand({ Bucket, Key: 'none' })))).toBe('404 NoSuchKey');
    expect(
      await refusal(client.send(new PutObjectCommand({ Bucket: `${Bucket}-x`, Key: 'a', Body: 'x' }))),
    ).toBe('404 NoSuchBucket');
    const long = 'é'.repeat(512);
    await client.send(new PutObjectCommand({ Bucket, Key: long, Body: 'fits' }));
    expect(await refusal(client.send(new PutObjectCommand({ Bucket, Key: `${long}x`, Body: 'x' })))).toBe(
      '400 KeyTooLongError',
    );
    const Metadata = { big: 'm'.repeat(2100) };
    expect(await refusal(client.send(new PutObjectCommand({ Bucket, Key: 'm', Body: 'x', Metadata })))).toBe(
      '400 MetadataTooLarge',
    );
    expect(
      await refusal(
        client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ServerSideEncryption: 'aws:kms' })),
      ),
    ).toBe('501 NotImplemented');
  });
});

describe('reading', () => {
  beforeAll(async () => {
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'digits', Body: '0123456789' }));
    const big = Buffer.alloc(200_000, 'abcdefghij');
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'big', Body: big }));
  });

  test.each([
    ['digits', 'bytes=2-4', '234', 'bytes 2-4/10'],
    ['digits', 'bytes=7-', '789', 'bytes 7-9/10'],
    ['digits', 'bytes=-2', '89', 'bytes 8-9/10'],
    ['digits', 'bytes=8-99', '89', 'bytes 8-9/10'],
    ['big', 'bytes=199995-199999', 'fghij', 'bytes 199995-199999/200000'],
  ])('%s, range %s', async (Key, Range, text, ContentRange) => {
    const got = await read(Key, { Range });
    expect(got.$metadata.httpStatusCode).toBe(206);
    expect(got.bytes.toString()).toBe(text);
    expect(got.ContentRange).toBe(ContentRange);
  });

  test('ranges behind the end are refused, nonsense is ignored', async () => {
    expect(await refusal(read('digits', { Range: 'bytes=10-' }))).toBe('416 InvalidRange');
    expect((await read('digits', { Range: 'lines=1-2' })).bytes.toString()).toBe('0123456789');
  });

  test('conditions: 304 for what the client has, 412 for what it does not', async () => {
    const { ETag, LastModified = new Date(0) } = await read('digits');
    const earlier = new Date(LastModified.getTime() - 60_000);
    const later = new Date(LastModified.getTime() + 60_000);
    const cases: [object, string][] = [
      [{ IfNoneMatch: ETag }, '304'],
      [{ IfNoneMatch: '"x"', IfModifiedSince: later }, 'none'],
      [{ IfModifiedSince: LastModified }, '304'],
      [{ IfModifiedSince: earlier }, 'none'],
      [{ IfMatch: '"x"' }, '412'],
      [{ IfMatch: ETag, IfUnmodifiedSince: earlier }, 'none'],
      [{ IfUnmodifiedSince: earlier }, '412'],
    ];
    for (const [condition, outcome] of cases) {
      expect([condition, (await refusal(read('digits', condition))).split(' ')[0]]).toEqual([
        condition,
        outcome,
      ]);
      const head = s3.client.send(new HeadObjectCommand({ Bucket, Key: 'digits', ...condition }));
      expect([condition, (await refusal(head)).split(' ')[0]]).toEqual([condition, outcome]);
    }
  });

  test('an overwritten object is never seen half', async () => {
    const write = async () => {
      for (let i = 0; i < 40; i++) {
        const Body = Buffer.alloc(i % 2 === 0 ? 20_000 : 150_000, String(i % 10));
        await s3.client.send(new PutObjectCommand({ Bucket, Key: 'hot', Body }));
      }
    };
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'hot', Body: '0'.repeat(20_000) }));
    const seen: string[] = [];
    await Promise.all([
      write(),
      ...[1, 2].map(async () => {
        for (let i = 0; i < 40; i++) {
          const { bytes, ETag } = await read('hot');
          seen.push(`"${md5(bytes)}"` === ETag ? 'whole' : 'torn');
        }
      }),
    ]);
    expect(seen).toEqual(Array(80).fill('whole'));
  });
});

describe('copying', () => {
  beforeAll(async () => {
    const facts = { ContentType: 'text/a', CacheControl: 'max-age=9', Metadata: { m: '1' }, Tagging: 't=1' };
    await s3.client.send(
      new PutObjectCommand({ Bucket, Key: 'from/ä +%.txt', Body: 'b'.repeat(100_000), ...facts }),
    );
  });
  const CopySource = () => `${Bucket}/${encodeURIComponent('from/ä +%.txt')}`;

  test('takes bytes, headers, metadata and tags along, and outlives its source', async () => {
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: CopySource() }));
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy2', CopySource: `/${Bucket}/copy` }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'copy' }));
    const got = await read('copy2');
    expect(got).toMatchObject({ ContentType: 'text/a', CacheControl: 'max-age=9', Metadata: { m: '1' } });
    expect(got.bytes.toString()).toBe('b'.repeat(100_000));
    const { TagSet } = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'copy2' }));
    expect(TagSet).toEqual([{ Key: 't', Value: '1' }]);
  });

  test('can replace metadata and tags', async () => {
    const replace = { MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE' } as const;
    const facts = { ContentType: 'text/b', Metadata: { n: '2' } };
    const copy = { Bucket, Key: 'replaced', CopySource: CopySource(), ...replace, ...facts, Tagging: 'u=2' };
    await s3.client.send(new CopyObjectCommand(copy));
    const got = await read('replaced');
    expect(got).toMatchObject(facts);
    expect(got.CacheControl).toBeUndefined();
    const { TagSet } = await s3.client.send(new GetObjectTaggingCommand({ Bucket, Key: 'replaced' }));
    expect(TagSet).toEqual([{ Key: 'u', Value: '2' }]);
  });

  test('obeys conditions on source and destination', async () => {
    const copy = (more: object) =>
      s3.client.send(
        new CopyObjectCommand({ Bucket, Key: 'conditional', CopySource: CopySource(), ...more }),
      );
    expect(await refusal(copy({ CopySourceIfMatch: '"x"' }))).toBe('412 PreconditionFailed');
    expect(await refusal(copy({ CopySource: `${Bucket}/nothing` }))).toBe('404 NoSuchKey');
    await copy({ IfNoneMatch: '*' });
    expect(await refusal(copy({ IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
    const onto = { Key: 'from/ä +%.txt' };
    expect(await refusal(copy(onto))).toBe('400 InvalidRequest');
  });
});
