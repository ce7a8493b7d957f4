import type { ArticleChange } from '../../shared/catalog/article-change-schema.ts';
import { type ArticleRecord, applyClaim, settle } from '../../shared/catalog/article-record.ts';
import { CatalogConflictError } from '../../shared/catalog/catalog.ts';
import type { UploadRecord } from '../../shared/catalog/upload-record.ts';
import { eventOfRejection } from '../../shared/events/events.ts';
import type { PublishHint } from '../../shared/publish-message-schema.ts';
import { announceHints, articleHints } from '../../shared/publish-messages.ts';
import { UploadCommit } from './commit-upload.ts';
import type { IngestDependencies } from './dependencies.ts';
import { judgeUpload } from './judge-upload.ts';
import { lookAgainAtReferrers } from './media-references.ts';
import { tagUpload } from './tag-upload.ts';
import type { UploadEvent } from './upload-event.ts';
import { firstSeenOf, isOvertaken, type UploadFacts, uploadRecordOf } from './upload-facts.ts';

/** What became of an upload, for logs and metrics. */
export interface IngestOutcome {
  key: string;
  /** `stale`: a newer event had been dealt with; `unchanged`: the content was known. */
  result: 'accepted' | 'rejected' | 'deleted' | 'unchanged' | 'stale';
  articles: string[];
  code?: string;
  /** Why it was rejected, as the uploader is told. */
  reason?: string;
  /** What readers are to see of it. */
  changes: ArticleChange[];
}

/** Sends hints to the publisher. @throws RetryableError `queue-refused` */
export type TellPublisher = (hints: PublishHint[]) => Promise<void>;

/** Attempts at a write that others keep overtaking, before the message goes back to the queue. */
const attempts = 8;

/**
 * Brings the catalog up to an upload's present state.
 *
 * The order of writes makes a crash anywhere harmless: first the revision, then one transaction in the catalog, then
 * the message to the publisher, and only then is the event acknowledged. An event that was dealt with before (or is
 * older than one that was) is announced again, because the earlier handler may have died before it could.
 * @param tell sends the message to the publisher, or keeps it for the caller to send before the event is acknowledged
 */
export async function ingestUpload(
  deps: IngestDependencies,
  event: UploadEvent,
  tell: TellPublisher = (hints) => announceHints(deps.sqs, deps.config.publishQueueUrl, hints),
): Promise<IngestOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryIngest(deps, event, tell);
    } catch (error) {
      if (!(error instanceof CatalogConflictError) || attempt === attempts) throw error;
      await deps.clock.sleep(10 * 2 ** attempt);
    }
  }
}

async function tryIngest(
  deps: IngestDependencies,
  event: UploadEvent,
  tell: TellPublisher,
): Promise<IngestOutcome> {
  const { catalog } = deps;
  // A backfill has no sequencer to compare: there the record is read before the object, so that an event that is
  // dealt with in between makes the write fail.
  const early = event.sequencer === undefined ? await catalog.readUpload(event.key) : undefined;
  const verdict = await judgeUpload(deps, event.key);
  const claimed = verdict.state === 'deleted' ? [] : verdict.articles.map(({ article }) => article.id);
  // Nearly always one article: then both records take one request.
  const { upload, articles } =
    event.sequencer === undefined
      ? { upload: early, articles: new Map() }
      : await catalog.readUploadAndArticles(event.key, claimed.length === 1 ? claimed : []);
  const facts = { event, verdict, upload, now: deps.clock.now() };
  return isOvertaken(facts) && upload
    ? repeatAnnouncement(deps, facts, upload, tell)
    : bringUp(deps, facts, articles, tell);
}

async function bringUp(
  deps: IngestDependencies,
  facts: UploadFacts,
  articles: ReadonlyMap<string, ArticleRecord | undefined>,
  tell: TellPublisher,
): Promise<IngestOutcome> {
  const { event, verdict, upload } = facts;
  const commit = new UploadCommit(deps, facts, articles);
  const { claimed, changes } = commit;
  const after = uploadRecordOf(facts, claimed);
  const announce = (ids: string[]) => tell(articleHints(ids, changes));
  const changed = await commit.write(after, announce);
  await announce(changed);
  const newMedia = after.media?.name !== upload?.media?.name;
  if (newMedia) await lookAgainAtReferrers(deps, event.key, event.time);
  await tellUploader(deps, facts, after);
  const same = changed.length === 0 && changes.length === 0 && !newMedia;
  const result = verdict.state === 'accepted' && same ? 'unchanged' : verdict.state;
  const { code, reason } = after;
  return { key: event.key, result, articles: claimed, code, reason, changes };
}

/** The event, or a newer one, was dealt with; whoever did may have died before anybody heard. */
async function repeatAnnouncement(
  deps: IngestDependencies,
  facts: UploadFacts,
  upload: UploadRecord,
  tell: TellPublisher,
): Promise<IngestOutcome> {
  const firstSeen = firstSeenOf(facts);
  if (firstSeen !== upload.firstSeen) await backdate(deps, facts, upload, firstSeen);
  await tell(articleHints([...upload.articles, ...upload.dropped], []));
  await lookAgainAtReferrers(deps, upload.key, facts.event.time);
  await tellUploader(deps, facts, upload);
  return { key: upload.key, result: 'stale', articles: upload.articles, changes: [] };
}

/**
 * An old event that comes late may still tell that the upload was there earlier than was known. The upload's record
 * goes last: as long as it is not changed, a redelivery does all of this again.
 */
async function backdate(
  { catalog }: IngestDependencies,
  { now }: UploadFacts,
  upload: UploadRecord,
  firstSeen: string | undefined,
): Promise<void> {
  for (const id of upload.articles) {
    const before = await catalog.readArticle(id);
    const claim = before?.claims[upload.key];
    if (!before || !claim) continue;
    const change = { key: upload.key, claim, at: claim.lastModified, firstSeen };
    const after = settle(before, applyClaim(before, change), new Date(now).toISOString(), change.at);
    await catalog.commit({ article: { before, after } });
  }
  await catalog.commit({ upload: { before: upload, after: { ...upload, firstSeen } } });
}

/** Before the event is acknowledged; a redelivery tells of a rejection again, under the same idempotency key. */
async function tellUploader(
  { s3, config, events }: IngestDependencies,
  { verdict }: UploadFacts,
  upload: UploadRecord,
): Promise<void> {
  await tagUpload(s3, config.inboxBucket, verdict);
  if (upload.state === 'rejected') await events?.send([eventOfRejection(upload)]);
}
