import { beforeEach, describe, expect, test } from '@jest/globals';
import type { CanaryDependencies } from '../../../functions/canary/dependencies.ts';
import { CanaryLostError, fly } from '../../../functions/canary/fly.ts';
import type { S3 } from '../../../shared/clients.ts';
import { canaryUploadKey } from '../../../shared/resources/canary.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';

const marker = '0a4d8e52-6c6e-4bd2-9d1a-2f9f6e5cbb0d';
let now = 0;
let s3: S3Model;
let asked: string[];

beforeEach(() => {
  now = 0;
  asked = [];
  s3 = new S3Model(() => now);
  s3.addBucket('inbox', { versioned: true });
});

const uploaded = (): string => {
  const bytes = s3.bucket('inbox').newest(canaryUploadKey)?.bytes;
  return bytes ? Buffer.from(bytes).toString() : '';
};

/** A canary over a feed that is this many milliseconds behind the inbox; never, if it says so. */
function canary(
  behindMs: number | 'for ever',
  formats: ('json' | 'rss' | 'atom')[] = ['json', 'rss', 'atom'],
) {
  const states: [number, string][] = [];
  const deps: CanaryDependencies = {
    s3: s3.client<S3>(),
    clock: {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
    async read(address) {
      asked.push(address);
      states.push([now, uploaded()]);
      if (behindMs === 'for ever') return '<rss/>';
      return states.filter(([time]) => time <= now - behindMs).at(-1)?.[1] ?? undefined;
    },
    config: {
      inboxBucket: 'inbox',
      siteUrl: 'https://news.example',
      site: parseSiteSettings({ title: 'News', formats }),
    },
    pace: { patienceMs: 20_000, pauseMs: 1000 },
  };
  return deps;
}

describe('the canary', () => {
  test('measures how long its article takes to show and to go, and leaves nothing in the inbox', async () => {
    expect(await fly(canary(7000), marker)).toEqual({ visibleMs: 7000, withdrawnMs: 7000 });
    expect(uploaded()).toBe('');
  });

  test.each([
    [['json', 'rss', 'atom'], 'rss.xml'],
    [['atom'], 'atom.xml'],
    [['json'], 'feed.json'],
  ] as const)('of a site with %j reads %s of its own feed', async (formats, name) => {
    await fly(canary(0, [...formats]), marker);
    expect(new Set(asked)).toEqual(new Set([`https://news.example/canary/${name}`]));
  });

  test('says when its article does not show in time, and takes it back all the same', async () => {
    const flight = fly(canary('for ever'), marker);
    await expect(flight).rejects.toThrow(CanaryLostError);
    await expect(flight).rejects.toMatchObject({
      code: 'canary-not-visible',
      message: expect.stringContaining('within 20 seconds'),
    });
    expect(uploaded()).toBe('');
  });

  test('says when its article does not go in time', async () => {
    const deps = canary(0);
    const flight = fly({ ...deps, read: async () => `<title>${marker}</title>` }, marker);
    await expect(flight).rejects.toMatchObject({ code: 'canary-not-withdrawn' });
  });
});
