import {
  DeleteBucketCorsCommand,
  GetBucketCorsCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { refusal, useS3 } from './s3-fixture.ts';

const s3 = useS3();
let Bucket = '';
beforeAll(async () => {
  Bucket = await s3.newBucket();
});

/** Stands for the name of the file that the user picked. */
const placeholder = '$' + '{filename}';

const codeIn = async (answer: Response) =>
  `${answer.status} ${/<Code>(.*?)<\/Code>/.exec(await answer.text())?.[1] ?? ''}`.trim();

async function post(options: Partial<PresignedPostOptions>, file: Blob, change: Record<string, string> = {}) {
  const { url, fields } = await createPresignedPost(s3.client, {
    Bucket,
    Key: 'posted.md',
    Expires: 60,
    ...options,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...change })) form.append(name, value);
  form.append('file', file, 'naïve name.md');
  return fetch(url, { method: 'POST', body: form, redirect: 'manual' });
}
const read = async (Key: string) => {
  const got = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
  return { ...got, text: await got.Body?.transformToString() };
};

describe('a form upload', () => {
  test('stores the file with the fields that the policy allows', async () => {
    const Fields = { 'Content-Type': 'text/markdown', 'x-amz-meta-desk': 'culture' };
    const Conditions: PresignedPostOptions['Conditions'] = [['content-length-range', 1, 1000]];
    const answer = await post({ Fields, Conditions }, new Blob(['# Posted']));
    expect(answer.status).toBe(204);
    expect(await read('posted.md')).toMatchObject({
      text: '# Posted',
      ContentType: 'text/markdown',
      Metadata: { desk: 'culture' },
    });
  });

  test('large files are streamed; the file name may become part of the key', async () => {
    const content = 'm'.repeat(2_000_000);
    const Conditions: PresignedPostOptions['Conditions'] = [['starts-with', '$key', 'in/']];
    const answer = await post(
      { Key: `in/${placeholder}`, Conditions, Fields: { success_action_status: '201' } },
      new Blob([content]),
    );
    expect(answer.status).toBe(201);
    expect(await answer.text()).toContain('<Key>in/naïve name.md</Key>');
    expect((await read('in/naïve name.md')).text).toBe(content);
  });

  test('redirects where the form says', async () => {
    const Fields = { success_action_redirect: 'http://localhost:1/done?x=1' };
    const answer = await post({ Fields }, new Blob(['r']));
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('location') ?? '');
    expect([location.pathname, location.searchParams.get('x'), location.searchParams.get('key')]).toEqual([
      '/done',
      '1',
      'posted.md',
    ]);
  });

  test.each<[string, Partial<PresignedPostOptions>, number, Record<string, string>, string]>([
    ['too large', { Conditions: [['content-length-range', 0, 10]] }, 11, {}, '400 EntityTooLarge'],
    ['far too large', { Conditions: [['content-length-range', 0, 10]] }, 500_000, {}, '400 EntityTooLarge'],
    ['too small', { Conditions: [['content-length-range', 5, 10]] }, 4, {}, '400 EntityTooSmall'],
    ['expired', { Expires: -60 }, 4, {}, '403 AccessDenied'],
    ['for another key', {}, 4, { key: 'elsewhere' }, '403 AccessDenied'],
    ['with a field more', {}, 4, { 'x-amz-meta-more': '1' }, '403 AccessDenied'],
    [
      'with a forged policy',
      {},
      4,
      { Policy: Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString('base64') },
      '403 SignatureDoesNotMatch',
    ],
  ])('is refused when it is %s', async (_, options, size, change, code) => {
    expect(
      await codeIn(await post({ Key: 'refused', ...options }, new Blob(['x'.repeat(size)]), change)),
    ).toBe(code);
    expect(await refusal(s3.client.send(new GetObjectCommand({ Bucket, Key: 'refused' })))).toBe(
      '404 NoSuchKey',
    );
  });

  test('without a policy is anonymous', async () => {
    const form = new FormData();
    form.append('key', 'anonymous');
    form.append('file', new Blob(['x']));
    expect(await codeIn(await fetch(`${s3.endpoint}/${Bucket}`, { method: 'POST', body: form }))).toBe(
      '403 AccessDenied',
    );
  });
});

describe('CORS', () => {
  const origin = 'http://localhost:8080';
  const preflight = (method: string, headers: string, from = origin) =>
    fetch(`${s3.endpoint}/${Bucket}/any`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': method,
        'access-control-request-headers': headers,
      },
    });
  const CORSRules = [
    {
      AllowedOrigins: ['http://localhost:*'],
      AllowedMethods: ['PUT', 'POST'],
      AllowedHeaders: ['content-*', 'x-amz-*'],
      ExposeHeaders: ['ETag'],
      MaxAgeSeconds: 600,
    },
    { AllowedOrigins: ['*'], AllowedMethods: ['GET'] },
  ];

  test('rules are kept, read and removed', async () => {
    const name = await s3.newBucket();
    expect(await refusal(s3.client.send(new GetBucketCorsCommand({ Bucket: name })))).toBe(
      '404 NoSuchCORSConfiguration',
    );
    await s3.client.send(new PutBucketCorsCommand({ Bucket: name, CORSConfiguration: { CORSRules } }));
    const kept = await s3.client.send(new GetBucketCorsCommand({ Bucket: name }));
    expect(kept.CORSRules).toEqual(CORSRules.map((rule) => expect.objectContaining(rule)));
    await s3.client.send(new DeleteBucketCorsCommand({ Bucket: name }));
    expect(await refusal(s3.client.send(new GetBucketCorsCommand({ Bucket: name })))).toBe(
      '404 NoSuchCORSConfiguration',
    );
  });

  test('preflights are answered by the rules, and only by them', async () => {
    expect(await codeIn(await preflight('PUT', 'content-type'))).toBe('403 AccessForbidden');
    await s3.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    const allowed = await preflight('PUT', 'Content-Type, x-amz-date');
    expect(allowed.status).toBe(200);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'PUT, POST',
      'access-control-allow-headers': 'content-type, x-amz-date',
      'access-control-max-age': '600',
    });
    expect((await preflight('PUT', 'x-other')).status).toBe(403);
    expect((await preflight('DELETE', '')).status).toBe(403);
    expect((await preflight('PUT', '', 'http://elsewhere.example')).status).toBe(403);
    expect(
      (await preflight('GET', '', 'http://elsewhere.example')).headers.get('access-control-allow-origin'),
    ).toBe('*');
  });

  test('a presigned upload from a page can be read by the page, errors too', async () => {
    await s3.client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    const target = await getSignedUrl(s3.client, new PutObjectCommand({ Bucket, Key: 'from-page' }), {
      expiresIn: 60,
    });
    const done = await fetch(target, { method: 'PUT', body: 'x', headers: { origin } });
    expect(done.headers.get('access-control-allow-origin')).toBe(origin);
    expect(done.headers.get('access-control-expose-headers')).toBe('ETag');
    expect(done.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    const refused = await fetch(`${target}0`, { method: 'PUT', body: 'x', headers: { origin } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, origin]);
  });
});
