import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, expect, test } from '@jest/globals';
import { type IngestOutcome, ingestUpload } from '../../../functions/ingest/ingest-upload.ts';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import { publishMessageSchema } from '../../../shared/publish-message-schema.ts';
import { MemoryServices } from '../../helpers/memory-services.ts';
import { png } from '../../helpers/png.ts';

const Key = 'news/ferry.md';
let services: MemoryServices;
let deps: Parameters<typeof ingestUpload>[0];

beforeEach(() => {
  services = new MemoryServices('Bench');
  deps = services.dependencies();
});

async function upload(Body: string | Uint8Array, key = Key): Promise<IngestOutcome | undefined> {
  services.now += 10_000;
  await deps.s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: key, Body }));
  return ingestNewest();
}

async function ingestNewest(): Promise<IngestOutcome | undefined> {
  const [event] = uploadEventsOf(services.events.at(-1) ?? '');
  return event && ingestUpload(deps, event);
}

const announced = () =>
  services.sqs.bodies('publish').map((body) => publishMessageSchema.parse(JSON.parse(body)).changes);

test('each change that readers are to see is announced once, with the time it was asked for', async () => {
  const first = await upload('# Ferry back\n\nIt runs again.\n');
  const [article] = first?.articles ?? [];
  expect(first?.changes).toEqual([{ article, change: 'published', at: '2026-06-15T12:00:10.000Z' }]);
  const repeated = await ingestNewest();
  expect(repeated).toMatchObject({ result: 'stale', changes: [] });
  const corrected = await upload('# Ferry back\n\nIt runs again from Monday.\n');
  expect(corrected?.changes).toEqual([{ article, change: 'updated', at: '2026-06-15T12:00:20.000Z' }]);
  const same = await upload('# Ferry back\n\nIt runs again from Monday.\n');
  expect(same).toMatchObject({ result: 'unchanged', changes: [] });
  services.now += 10_000;
  await deps.s3.send(new DeleteObjectCommand({ Bucket: 'inbox', Key }));
  expect(await ingestNewest()).toMatchObject({ result: 'deleted', changes: [{ change: 'withdrawn' }] });
  expect(
    announced()
      .flat()
      .map(({ change }) => change),
  ).toEqual(['published', 'updated', 'withdrawn']);
});

test('a rejection says why; a draft asks for nothing', async () => {
  const rejected = await upload('');
  expect(rejected).toMatchObject({ result: 'rejected', changes: [] });
  expect(rejected?.code).toMatch(/^[a-z-]+$/);
  expect(rejected?.reason).toBeTruthy();
  expect(await upload('---\ndraft: true\n---\n# Ferry\n\nNot yet.\n')).toMatchObject({
    result: 'accepted',
    changes: [],
  });
});

test('several articles in one upload, and a picture, count as accepted when they are new', async () => {
  const items = ['One', 'Two'].map(
    (title) => `<item><title>${title}</title><guid>${title}</guid><description>Text.</description></item>`,
  );
  const feed = `<rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`;
  const first = await upload(feed);
  expect(first).toMatchObject({
    result: 'accepted',
    changes: [{ change: 'published' }, { change: 'published' }],
  });
  expect(await upload(feed)).toMatchObject({ result: 'unchanged', changes: [] });
  const picture = png(40, 30);
  expect(await upload(picture, 'news/pier.png')).toMatchObject({ result: 'accepted', articles: [] });
  expect(await upload(picture, 'news/pier.png')).toMatchObject({ result: 'unchanged', articles: [] });
});
