import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { beforeAll, expect, test } from '@jest/globals';
import { refusal, useS3 } from './s3-fixture.ts';

const s3 = useS3();
let Bucket = '';
const large = randomBytes(5 * 1024 * 1024);
const small = Buffer.from('the last part');

beforeAll(async () => {
  Bucket = await s3.newBucket();
});

const start = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
  const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return { Bucket, Key, UploadId };
};
type StartedUpload = Awaited<ReturnType<typeof start>>;
const part = async (upload: StartedUpload, PartNumber: number, Body: Buffer): Promise<CompletedPart> => {
  const { ETag } = await s3.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
  return { PartNumber, ETag };
};
const complete = (upload: StartedUpload, Parts: CompletedPart[], more = {}) =>
  s3.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));
const bytes = async (Key: string, more = {}) =>
  Buffer.from(
    (await (
      await s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }))
    ).Body?.transformToByteArray()) ?? [],
  );

test('the upload helper of the SDK stores a stream of unknown length', async () => {
  const data = Buffer.concat([large, large, small]);
  const Body = Readable.from([data.subarray(0, 7_000_000), data.subarray(7_000_000)]);
  const params = {
    Bucket,
    Key: 'helper',
    Body,
    ContentType: 'application/x-t',
    Metadata: { m: '1' },
    Tagging: 'a=b',
  };
  const done = await new Upload({ client: s3.client, params, partSize: large.length }).done();
  expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  expect((await bytes('helper')).equals(data)).toBe(true);
  const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'helper' }));
  expect(head).toMatchObject({
    ContentType: 'application/x-t',
    Metadata: { m: '1' },
    ETag: done.ETag,
    ContentLength: data.length,
  });
  const seam = await bytes('helper', { Range: `bytes=${large.length - 3}-${large.length + 2}` });
  expect(seam.equals(data.subarray(large.length - 3, large.length + 3))).toBe(true);
});

test('parts are listed, replaced, and become the object only when completed', async () => {
  const upload = await start('pieces');
  await part(upload, 2, Buffer.from('to be replaced'));
  const parts = [await part(upload, 1, large), await part(upload, 2, small)];
  const listed = await s3.client.send(new ListPartsCommand(upload));
  expect(listed.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, large.length],
    [2, small.length],
  ]);
  const page = await s3.client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
  expect([page.IsTruncated, String(page.NextPartNumberMarker)]).toEqual([true, '1']);
  expect(await refusal(bytes('pieces'))).toBe('404 NoSuchKey');
  const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'pie' }));
  expect(Uploads?.map((one) => one.UploadId)).toEqual([upload.UploadId]);
  await complete(upload, parts);
  expect((await bytes('pieces')).equals(Buffer.concat([large, small]))).toBe(true);
  expect((await bytes('pieces', { PartNumber: 2 })).equals(small)).toBe(true);
  expect(await refusal(complete(upload, parts))).toBe('404 NoSuchUpload');
});

test('checksums of the parts, and of the whole object', async () => {
  for (const ChecksumType of ['COMPOSITE', 'FULL_OBJECT'] as const) {
    const upload = await start(`sum/${ChecksumType}`, { ChecksumAlgorithm: 'CRC32', ChecksumType });
    const parts = [large, small].map(async (Body, index) => {
      const command = new UploadPartCommand({
        ...upload,
        PartNumber: index + 1,
        Body,
        ChecksumAlgorithm: 'CRC32',
      });
      const { ETag, ChecksumCRC32 } = await s3.client.send(command);
      return { PartNumber: index + 1, ETag, ChecksumCRC32 };
    });
    const done = await complete(upload, await Promise.all(parts));
    expect(done.ChecksumType).toBe(ChecksumType);
    if (ChecksumType === 'COMPOSITE') expect(done.ChecksumCRC32).toMatch(/-2$/);
    else {
      const whole = new PutObjectCommand({
        Bucket,
        Key: 'whole',
        Body: Buffer.concat([large, small]),
        ChecksumAlgorithm: 'CRC32',
      });
      expect(done.ChecksumCRC32).toBe((await s3.client.send(whole)).ChecksumCRC32);
    }
  }
});

test('an aborted upload is gone with its parts', async () => {
  const upload = await start('aborted');
  const first = await part(upload, 1, small);
  await s3.client.send(new AbortMultipartUploadCommand(upload));
  expect(await refusal(s3.client.send(new ListPartsCommand(upload)))).toBe('404 NoSuchUpload');
  expect(await refusal(part(upload, 2, small))).toBe('404 NoSuchUpload');
  expect(await refusal(complete(upload, [first]))).toBe('404 NoSuchUpload');
  expect(await refusal(bytes('aborted'))).toBe('404 NoSuchKey');
});

test('completion is conditional, and refuses parts that do not fit', async () => {
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'already' }));
  const upload = await start('there');
  const [one, two] = [await part(upload, 1, small), await part(upload, 2, small)];
  expect(await refusal(complete(upload, [one], { IfNoneMatch: '*' }))).toBe('412 PreconditionFailed');
  expect(await refusal(complete(upload, [one], { IfMatch: '"x"' }))).toBe('412 PreconditionFailed');
  expect(await refusal(complete(upload, [one, two]))).toBe('400 EntityTooSmall');
  expect(await refusal(complete(upload, [two, one]))).toBe('400 InvalidPartOrder');
  expect(await refusal(complete(upload, [{ ...one, ETag: '"x"' }]))).toBe('400 InvalidPart');
  expect(await refusal(complete(upload, [{ ...one, PartNumber: 3 }]))).toBe('400 InvalidPart');
  expect((await bytes('there')).toString()).toBe('already');
  await complete(upload, [two]);
  expect((await bytes('there')).equals(small)).toBe(true);
});

test('a part can be copied from an object or a range of it', async () => {
  await s3.client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: large }));
  const upload = await start('assembled');
  const copy = async (PartNumber: number, CopySourceRange?: string) => {
    const command = new UploadPartCopyCommand({
      ...upload,
      PartNumber,
      CopySource: `${Bucket}/source`,
      CopySourceRange,
    });
    return { PartNumber, ETag: (await s3.client.send(command)).CopyPartResult?.ETag };
  };
  await complete(upload, [await copy(1), await copy(2, 'bytes=10-19')]);
  expect((await bytes('assembled')).equals(Buffer.concat([large, large.subarray(10, 20)]))).toBe(true);
});
