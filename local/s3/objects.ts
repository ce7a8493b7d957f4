import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { BodyFiles } from './body-files.ts';
import type { Bucket, Buckets } from './buckets.ts';
import type { ChangeListeners } from './change-listeners.ts';
import { checkWrite, type WriteConditions } from './conditions.ts';
import type { Database } from './database.ts';
import { noSuchVersion } from './errors.ts';
import { eventMessage, type ObjectEvent, type Origin } from './event-message.ts';
import { type EventName, matching, type QueueConfiguration } from './notification-configuration.ts';
import {
  findVersion,
  insertVersion,
  type NewContent,
  nullVersion,
  type ObjectVersion,
  toEvent,
} from './object-version.ts';
import type { Outbox } from './outbox.ts';
import type { Tags } from './tags.ts';

const emptyMd5 = 'd41d8cd98f00b204e9800998ecf8427e';

/** The objects, with their versions. Every change is one synchronous transaction: check, write, event. */
export class Objects {
  private readonly database: Database;
  private readonly files: BodyFiles;
  private readonly buckets: Buckets;
  private readonly outbox: Outbox;
  private readonly listeners: ChangeListeners;
  private readonly clock: Pick<Clock, 'now'>;

  constructor(parts: {
    database: Database;
    files: BodyFiles;
    buckets: Buckets;
    outbox: Outbox;
    listeners: ChangeListeners;
    clock: Pick<Clock, 'now'>;
  }) {
    this.database = parts.database;
    this.files = parts.files;
    this.buckets = parts.buckets;
    this.outbox = parts.outbox;
    this.listeners = parts.listeners;
    this.clock = parts.clock;
  }

  /** The version asked for, else the latest; delete markers too. */
  find(bucket: string, key: string, versionId?: string): ObjectVersion | undefined {
    return findVersion(this.database, bucket, key, versionId);
  }

  /** Where a version stands among those of its key, for paging; undefined when there is no such version. */
  sequenceOf(bucket: string, key: string, versionId: string): number | undefined {
    const row = this.database
      .sql('SELECT sequence FROM versions WHERE bucket = ? AND key = ? AND versionId = ?')
      .get(bucket, key, versionId);
    return row ? Number(row.sequence) : undefined;
  }

  /**
   * Stores a new version, if the conditions hold at that very moment.
   * @param also further work of the same transaction
   * @throws S3Error of the conditions; the body then still belongs to the caller.
   */
  put(
    bucketName: string,
    key: string,
    content: NewContent,
    how: { event: EventName; conditions: WriteConditions; origin: Origin; also?: () => void },
  ): ObjectVersion {
    return this.change(bucketName, how.origin, (bucket, dropped) => {
      const current = this.find(bucketName, key);
      checkWrite(how.conditions, key, current?.deleteMarker ? undefined : current);
      const versionId = this.makeRoom(bucket, key, dropped);
      const version = this.insert({ ...content, bucket: bucketName, key, versionId, deleteMarker: false });
      how.also?.();
      return {
        result: version,
        event: toEvent(how.event, version, { size: version.size, etag: version.etag }),
      };
    });
  }

  /**
   * Deletes as S3 does: a version for good, else the object itself, which in a versioned bucket only
   * gets a delete marker. Deleting what isn't there succeeds.
   */
  delete(
    bucketName: string,
    key: string,
    how: { versionId?: string; conditions: WriteConditions; origin: Origin },
  ): { versionId?: string; deleteMarker: boolean } {
    return this.change(bucketName, how.origin, (bucket, dropped) => {
      const current = this.find(bucketName, key);
      checkWrite(how.conditions, key, current?.deleteMarker ? undefined : current);
      const doomed = how.versionId === undefined ? current : this.find(bucketName, key, how.versionId);

      if (how.versionId !== undefined || bucket.versioning === undefined) {
        const answer = { versionId: how.versionId, deleteMarker: doomed?.deleteMarker ?? false };
        if (!doomed) return { result: answer };
        this.drop(doomed, dropped);
        if (doomed.latest) this.promote(bucketName, key);
        const gone = { ...doomed, sequence: this.nextSequence(), modified: this.clock.now() };
        return { result: answer, event: toEvent('ObjectRemoved:Delete', gone, {}) };
      }

      const versionId = this.makeRoom(bucket, key, dropped);
      const nothing = {
        size: 0,
        etag: emptyMd5,
        facts: { headers: {}, metadata: {} },
        tags: [],
        body: { segments: [] },
      };
      const marker = this.insert({ ...nothing, bucket: bucketName, key, versionId, deleteMarker: true });
      return {
        result: { versionId, deleteMarker: true },
        event: toEvent('ObjectRemoved:DeleteMarkerCreated', marker, { etag: emptyMd5 }),
      };
    });
  }

  /** Replaces the tags of a version. @throws S3Error `NoSuchVersion` when it went meanwhile. */
  setTags(version: ObjectVersion, tags: Tags, origin: Origin): void {
    const event = tags.length > 0 ? 'ObjectTagging:Put' : 'ObjectTagging:Delete';
    this.change(version.bucket, origin, () => {
      const { changes } = this.database
        .sql('UPDATE versions SET tags = ? WHERE sequence = ?')
        .run(JSON.stringify(tags), version.sequence);
      if (Number(changes) === 0) throw noSuchVersion(version.key, version.versionId);
      const tagged = { ...version, sequence: this.nextSequence(), modified: this.clock.now() };
      return { result: undefined, event: toEvent(event, tagged, { etag: version.etag }) };
    });
  }

  /** One transaction on a bucket, its event included; files of versions that went are removed afterwards. */
  private change<T>(
    bucketName: string,
    origin: Origin,
    work: (bucket: Bucket, dropped: string[]) => { result: T; event?: ObjectEvent },
  ): T {
    const dropped: string[] = [];
    const { result, event } = this.database.transaction(() => {
      const bucket = this.buckets.require(bucketName);
      const done = work(bucket, dropped);
      if (done.event) this.announce(bucket, done.event, origin);
      return done;
    });
    if (event) this.listeners.tell(event);
    this.files.remove(dropped);
    if (event) this.outbox.wake();
    return result;
  }

  private announce(bucket: Bucket, event: ObjectEvent, origin: Origin): void {
    if (bucket.notifications === undefined) return;
    const configurations = JSON.parse(bucket.notifications) as QueueConfiguration[];
    for (const { id, queueArn } of matching(configurations, event.name, event.key)) {
      this.outbox.add(queueArn, `${event.bucket}/${event.key}`, eventMessage(event, id, origin));
    }
  }

  /** Prepares for a new latest version. @returns its id */
  private makeRoom(bucket: Bucket, key: string, dropped: string[]): string {
    const enabled = bucket.versioning === 'Enabled';
    const replaced = enabled ? undefined : this.find(bucket.name, key, nullVersion);
    if (replaced) this.drop(replaced, dropped);
    this.database
      .sql('UPDATE versions SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1')
      .run(bucket.name, key);
    return enabled ? randomBytes(24).toString('base64url').replaceAll('-', '.') : nullVersion;
  }

  private insert(version: Omit<ObjectVersion, 'latest' | 'sequence' | 'modified'>): ObjectVersion {
    const sequence = this.nextSequence();
    const modified = this.clock.now();
    const inserted = { ...version, latest: true, sequence, modified };
    insertVersion(this.database, inserted);
    return inserted;
  }

  private drop(version: ObjectVersion, dropped: string[]): void {
    this.database.sql('DELETE FROM versions WHERE sequence = ?').run(version.sequence);
    dropped.push(...version.body.segments.map((segment) => segment.file));
  }

  /** After the latest version went: the one before it becomes the latest. */
  private promote(bucket: string, key: string): void {
    this.database
      .sql(
        `UPDATE versions SET latest = 1 WHERE sequence =
           (SELECT sequence FROM versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1)`,
      )
      .run(bucket, key);
  }

  /** Follows the clock where it can, and grows even where the clock stands still or goes back. */
  private nextSequence(): number {
    const row = this.database
      .sql('UPDATE counter SET value = max(value + 1, ?) RETURNING value')
      .get(this.clock.now() * 256);
    return Number(row?.value);
  }
}
