import type { Body, Segment } from './body-files.ts';
import type { StoredChecksum } from './checksums.ts';
import type { Database } from './database.ts';
import type { ObjectEvent } from './event-message.ts';
import type { EventName } from './notification-configuration.ts';
import type { Tags } from './tags.ts';

/** What a writer says about an object, kept beside its bytes. */
export interface ObjectFacts {
  /** Headers to send back: content-type, cache-control, content-encoding… by lower-case name. */
  headers: Record<string, string>;
  /** User metadata, names without `x-amz-meta-`. */
  metadata: Record<string, string>;
  checksum?: StoredChecksum;
  storageClass?: string;
  /** Sizes of the parts of a multipart object, in bytes. */
  partSizes?: number[];
}

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  bucket: string;
  key: string;
  /** `null` where the bucket was not versioned. */
  versionId: string;
  latest: boolean;
  deleteMarker: boolean;
  /** Milliseconds since the epoch. */
  modified: number;
  /** Grows with every change in the server. */
  sequence: number;
  size: number;
  /** Without quotes. */
  etag: string;
  facts: ObjectFacts;
  tags: Tags;
  body: Body;
}

export type NewContent = Pick<ObjectVersion, 'size' | 'etag' | 'facts' | 'tags' | 'body'>;

/** The id of versions written while versioning was off or suspended. */
export const nullVersion = 'null';

/** The version asked for, else the latest; delete markers too. */
export function findVersion(
  database: Database,
  bucket: string,
  key: string,
  versionId?: string,
): ObjectVersion | undefined {
  const row =
    versionId === undefined
      ? database.sql('SELECT * FROM versions WHERE bucket = ? AND key = ? AND latest = 1').get(bucket, key)
      : database
          .sql('SELECT * FROM versions WHERE bucket = ? AND key = ? AND versionId = ?')
          .get(bucket, key, versionId);
  return row ? toVersion(row) : undefined;
}

/** Stores a version as the latest of its key; the one before has to have stepped back already. */
export function insertVersion(database: Database, version: ObjectVersion): void {
  database
    .sql(
      `INSERT INTO versions (sequence, bucket, key, versionId, latest, deleteMarker, modified, size, etag, facts, tags, segments, inline)
       VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      version.sequence,
      version.bucket,
      version.key,
      version.versionId,
      Number(version.deleteMarker),
      version.modified,
      version.size,
      version.etag,
      JSON.stringify(version.facts),
      JSON.stringify(version.tags),
      JSON.stringify(version.body.segments),
      version.body.inline ?? null,
    );
}

/** What an event tells of a version. @param described size and ETag, where the event has them */
export function toEvent(
  name: EventName,
  version: ObjectVersion,
  described: Pick<ObjectEvent, 'size' | 'etag'>,
): ObjectEvent {
  const { bucket, key, modified, sequence, versionId } = version;
  return {
    name,
    bucket,
    key,
    time: modified,
    sequence,
    ...described,
    versionId: versionId === nullVersion ? undefined : versionId,
  };
}

function toVersion(row: Record<string, unknown>): ObjectVersion {
  const inline = row.inline instanceof Uint8Array ? row.inline : undefined;
  return {
    bucket: String(row.bucket),
    key: String(row.key),
    versionId: String(row.versionId),
    latest: row.latest === 1,
    deleteMarker: row.deleteMarker === 1,
    modified: Number(row.modified),
    sequence: Number(row.sequence),
    size: Number(row.size),
    etag: String(row.etag),
    facts: JSON.parse(String(row.facts)) as ObjectFacts,
    tags: JSON.parse(String(row.tags)) as Tags,
    body: { inline, segments: JSON.parse(String(row.segments)) as Segment[] },
  };
}
