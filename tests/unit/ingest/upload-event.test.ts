import { describe, expect, test } from '@jest/globals';
import { uploadEventsOf } from '../../../functions/ingest/upload-event.ts';
import { s3EventRecord } from '../../helpers/models/s3/s3-events.ts';

const record = {
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'eu-central-1',
  eventTime: '2026-05-04T10:11:12.345Z',
  eventName: 'ObjectCreated:Put',
  s3: { object: { key: 'news/harbour+opens.md', size: 3, eTag: 'x', sequencer: '0055AED6DCD90281E5' } },
};

describe('messages of the ingest queue', () => {
  test('an event notification names an upload', () => {
    expect(uploadEventsOf(JSON.stringify({ Records: [record] }))).toEqual([
      {
        key: 'news/harbour opens.md',
        sequencer: '0055AED6DCD90281E5',
        time: '2026-05-04T10:11:12.345Z',
        created: true,
      },
    ]);
  });

  test.each([
    'a b.md',
    'a+b.md',
    '100%.md',
    'naïve café.md',
    '日本/記事.md',
    '😀.md',
    '../x.md',
    'a%2Fb',
    "q'()*!~.md",
  ])('the key %j survives its encoding', (key) => {
    const encoded = s3EventRecord({
      key,
      bucket: 'inbox',
      eventName: 'ObjectCreated:Put',
      time: new Date(0),
      sequencer: '01',
    });
    const [event] = uploadEventsOf(JSON.stringify({ Records: [encoded] }));
    expect(event?.key).toBe(key);
  });

  test('a deletion is not a creation', () => {
    const removed = { ...record, eventName: 'ObjectRemoved:DeleteMarkerCreated' };
    expect(uploadEventsOf(JSON.stringify({ Records: [removed] }))).toMatchObject([{ created: false }]);
  });

  test('the test event of a new notification says nothing', () => {
    expect(
      uploadEventsOf(JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'inbox' })),
    ).toEqual([]);
  });

  test('a backfill has no sequencer', () => {
    const [event] = uploadEventsOf(
      JSON.stringify({ backfill: { key: 'a.md', time: '2026-05-04T10:11:12.345Z' } }),
    );
    expect(event).toEqual({ key: 'a.md', time: '2026-05-04T10:11:12.345Z', created: false });
  });

  test.each(['', 'no json', '{}', '{"Records":[{}]}', '[]'])('anything else (%j) is an error', (body) => {
    expect(() => uploadEventsOf(body)).toThrow(expect.objectContaining({ code: 'message-unreadable' }));
  });
});
