import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type EventServer, startEventServer } from '../../../local/events/server.ts';
import type { EventBridge } from '../../../shared/events/event-bus.ts';
import type { PipelineEvent } from '../../../shared/events/event-schema.ts';
import { eventOfRejection } from '../../../shared/events/events.ts';
import { putEvents } from '../../../shared/events/put-events.ts';
import { eventsJsonSchema } from '../../../shared/json-schemas.ts';
import { EventBridgeModel } from '../../helpers/models/eventbridge-model.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

const ajv = new Ajv2020.default({ strict: false });
addFormats.default(ajv);
const validate = ajv.compile(eventsJsonSchema());

/** A publisher whose events are noted and, one by one, valid. */
function benchWithEvents() {
  const bench = new PublishingBench();
  const model = new EventBridgeModel();
  bench.deps.events = {
    send: async (events) => {
      for (const event of events)
        expect([validate(JSON.parse(JSON.stringify(event))), validate.errors]).toEqual([true, null]);
      await putEvents(model.client<EventBridge>(), 'bus', events);
    },
  };
  const types = () => model.taken.splice(0).map(({ type, detail }) => [type, detail.version]);
  return { bench, types };
}

describe('events of articles', () => {
  test('tell what changed, by the catalog and not by the message', async () => {
    const { bench, types } = benchWithEvents();
    const id = await bench.put('a.md', sampleArticle('a.md'));
    await bench.publish([id]);
    expect(types()).toEqual([['Article Published', 1]]);
    bench.now += 60_000;
    await bench.put('a.md', sampleArticle('a.md', { title: 'Anew' }));
    await bench.publish([id]);
    expect(types()).toEqual([['Article Updated', 3]].map(([type]) => [type, expect.any(Number)]));
    bench.now += 60_000;
    await bench.put('a.md', undefined);
    await bench.publish([id]);
    expect(types()).toEqual([['Article Withdrawn', expect.any(Number)]]);
  });

  test('are not sent again when nothing changed, nor of drafts and embargoed articles', async () => {
    const { bench, types } = benchWithEvents();
    const id = await bench.put('a.md', sampleArticle('a.md'));
    const draft = await bench.put('b.md', sampleArticle('b.md', { draft: true }));
    const later = await bench.put('c.md', sampleArticle('c.md', { embargo: '2099-01-01T00:00:00.000Z' }));
    await bench.publish([id, draft, later]);
    expect(types()).toHaveLength(1);
    await bench.publish([id, draft, later]);
    expect(types()).toEqual([]);
  });

  test('come only once the site shows the change, and hold up the message when they can’t be sent', async () => {
    const bench = new PublishingBench();
    let attempts = 0;
    bench.deps.events = {
      send: async () => {
        attempts += 1;
        expect(bench.read('feed.json')).toContain('About a.md');
        if (attempts === 1) throw new Error('no bus');
      },
    };
    const id = await bench.put('a.md', sampleArticle('a.md'));
    await expect(bench.publish([id])).rejects.toThrow('no bus');
    await bench.publish([id]);
    expect(attempts).toBe(2);
  });
});

test('a rejected upload has a valid event with a key of its own', () => {
  const at = '2026-06-15T12:00:00.000Z';
  const event = eventOfRejection({ key: 'a.md', versionId: 'v1', code: 'empty', reason: 'It is empty.', at });
  expect(validate(JSON.parse(JSON.stringify(event)))).toBe(true);
  expect(event.detail.idempotencyKey).toBe('a.md:v1');
});

describe('the event bus of one machine', () => {
  let folder: string;
  let server: EventServer;
  let client: EventBridgeClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dropwire-events-'));
    server = await startEventServer({
      file: join(folder, 'events.ndjson'),
      host: '127.0.0.1',
      port: 0,
      region: 'us-east-1',
      accountId: '000000000000',
      now: () => Date.parse('2026-06-15T12:00:00Z'),
    });
    client = new EventBridgeClient({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  afterAll(async () => {
    client.destroy();
    await server.close();
    await rm(folder, { recursive: true });
  });

  test('takes events of the real client, eleven in two requests, and writes them down', async () => {
    const at = '2026-06-15T12:00:00.000Z';
    const events: PipelineEvent[] = Array.from({ length: 11 }, (_, index) =>
      eventOfRejection({ key: `${index}.md`, versionId: 'v1', code: 'empty', reason: '', at }),
    );
    const heard: string[] = [];
    const stop = server.onEvent((event) => heard.push(event['detail-type']));
    await putEvents(client, 'dropwire', events);
    stop();
    const lines = (await readFile(join(folder, 'events.ndjson'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).detail.key)).toEqual(events.map((_, index) => `${index}.md`));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      source: 'dropwire',
      'detail-type': 'Upload Rejected',
      time: '2026-06-15T12:00:00Z',
      account: '000000000000',
      region: 'us-east-1',
    });
    expect(heard).toHaveLength(11);
  });

  test('refuses what EventBridge refuses', async () => {
    const Entries = [{ Source: 'a', DetailType: 'b', Detail: 'not JSON' }];
    const answer = await client.send(new PutEventsCommand({ Entries }));
    expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail' }] });
    await expect(client.send(new PutEventsCommand({ Entries: [] }))).rejects.toThrow(/Entries/);
  });

  test('of which a refused event is tried again', async () => {
    const refusing = {
      send: async () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }),
    } as unknown as EventBridge;
    const event = eventOfRejection({ key: 'a.md', at: '2026-06-15T12:00:00.000Z' });
    await expect(putEvents(refusing, 'bus', [event])).rejects.toMatchObject({ code: 'events-refused' });
  });
});
