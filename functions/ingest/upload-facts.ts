import { compareSequencers, type UploadRecord } from '../../shared/catalog/upload-record.ts';
import { maxArticlesPerUpload, tombstoneDays } from '../../shared/resources/settings.ts';
import type { Verdict } from './judge-upload.ts';
import { wholeSecond } from './read-upload.ts';
import type { UploadEvent } from './upload-event.ts';

/** All that the work on one upload goes by, read once. */
export interface UploadFacts {
  event: UploadEvent;
  /** What the upload holds at present. */
  verdict: Verdict;
  /** The catalog's record of it; undefined when there is none. */
  upload: UploadRecord | undefined;
  /** When the work began, milliseconds since the epoch. */
  now: number;
}

/** Whether this event, or a newer one of the same key, has been dealt with already. */
export function isOvertaken({ event, upload }: UploadFacts): boolean {
  if (!upload || event.sequencer === undefined) return false;
  const order = compareSequencers(event.sequencer, upload.sequencer);
  return order < 0 || (order === 0 && upload.state !== 'working');
}

/** When the content came that the articles have now; of a deletion, its own time. ISO 8601 UTC. */
export function changedAt({ event, verdict }: UploadFacts): string {
  if (verdict.state === 'deleted') return event.time;
  return verdict.state === 'rejected' ? verdict.articlesFrom : verdict.upload.lastModified;
}

/** The earliest time that is known of the upload, ISO 8601 UTC. */
export function firstSeenOf(facts: UploadFacts): string | undefined {
  const { event, verdict, upload } = facts;
  const times = [
    upload?.firstSeen,
    event.created ? wholeSecond(event.time) : undefined,
    verdict.state === 'deleted' ? undefined : changedAt(facts),
  ];
  return times.filter((time) => time !== undefined).sort()[0];
}

/** The record that the upload is to have. @param articles what it claims */
export function uploadRecordOf(facts: UploadFacts, articles: string[]): UploadRecord {
  const { event, verdict, upload, now } = facts;
  const common = {
    key: event.key,
    version: upload?.version ?? 0,
    sequencer: event.sequencer ?? upload?.sequencer ?? '',
    state: verdict.state,
    articles,
    dropped: droppedFrom(upload, articles),
    firstSeen: firstSeenOf(facts),
    at: new Date(now).toISOString(),
  };
  if (verdict.state === 'deleted') {
    return { ...common, expires: Math.floor(now / 1000) + tombstoneDays * 86_400 };
  }
  const { lastModified, versionId, etag, size } = verdict.upload;
  const seen = { ...common, lastModified, versionId, etag, bytes: size };
  return verdict.state === 'accepted'
    ? { ...seen, media: verdict.media, reason: verdict.leftOut }
    : { ...seen, code: verdict.code, reason: verdict.reason };
}

/** Articles this upload claimed once: a handler that died may not have told the publisher of them. */
function droppedFrom(upload: UploadRecord | undefined, articles: string[]): string[] {
  const former = [...(upload?.articles ?? []), ...(upload?.dropped ?? [])];
  return [...new Set(former)].filter((id) => !articles.includes(id)).slice(0, maxArticlesPerUpload);
}
