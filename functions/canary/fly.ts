import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DropwireError } from '../../shared/errors.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { publishedFormats } from '../../shared/feeds/formats.ts';
import { canaryFeed, canaryUploadKey } from '../../shared/resources/canary.ts';
import { feedFolder } from '../../shared/resources/object-keys.ts';
import type { CanaryDependencies } from './dependencies.ts';

/** How long readers waited. */
export interface Flight {
  /** Milliseconds from the upload until the feed showed the article. */
  visibleMs: number;
  /** Milliseconds from the deletion until the feed no longer did. */
  withdrawnMs: number;
}

/** A change did not reach the feed in time. */
export class CanaryLostError extends DropwireError {}

/**
 * Drops an article into the inbox, waits until the canary's feed shows it, takes it back and waits until it is gone: the
 * way of every article, through the CDN, over the same functions.
 * @param marker text that no article had before
 * @throws CanaryLostError `canary-not-visible`, `canary-not-withdrawn`; errors of S3
 */
export async function fly(deps: CanaryDependencies, marker: string): Promise<Flight> {
  const { s3, config } = deps;
  const upload = { Bucket: config.inboxBucket, Key: canaryUploadKey };
  const withdraw = () => s3.send(new DeleteObjectCommand(upload));
  await s3.send(
    new PutObjectCommand({ ...upload, Body: documentWith(marker), ContentType: 'text/markdown' }),
  );
  let visibleMs: number;
  try {
    visibleMs = await until(deps, 'canary-not-visible', (feed) => feed.includes(marker));
  } finally {
    await withdraw();
  }
  const withdrawnMs = await until(deps, 'canary-not-withdrawn', (feed) => !feed.includes(marker));
  return { visibleMs, withdrawnMs };
}

const documentWith = (marker: string): string => `---
title: Canary ${marker}
---
This article shows that articles get through. It is taken back as soon as it is seen.
`;

async function until(
  { clock, read, config, pace }: CanaryDependencies,
  code: string,
  holds: (feed: string) => boolean,
): Promise<number> {
  const [format] = publishedFormats(config.site);
  const address = siteAddress(config.siteUrl, feedFolder(canaryFeed.feed) + (format?.name ?? 'index.html'));
  const began = clock.now();
  for (;;) {
    const feed = await read(address);
    const waited = clock.now() - began;
    if (feed !== undefined && holds(feed)) return waited;
    if (waited >= pace.patienceMs) {
      throw new CanaryLostError(
        code,
        `${address} did not change within ${Math.round(pace.patienceMs / 1000)} seconds; docs/runbook.md says where to look (canary-failing).`,
      );
    }
    await clock.sleep(pace.pauseMs);
  }
}
