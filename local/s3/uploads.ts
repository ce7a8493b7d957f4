import { randomBytes } from 'node:crypto';
import type { BodyFiles } from './body-files.ts';
import type { ChecksumName } from './checksums.ts';
import type { Database } from './database.ts';
import { noSuchUpload } from './errors.ts';
import type { ObjectFacts } from './object-version.ts';
import type { Tags } from './tags.ts';

/** A multipart upload under way. */
export interface MultipartUpload {
  id: string;
  bucket: string;
  key: string;
  /** Milliseconds since the epoch. */
  initiated: number;
  facts: ObjectFacts;
  tags: Tags;
  /** What its parts are checked with, and whether the whole object gets one of the whole or of its parts. */
  checksum?: { name: ChecksumName; type: 'FULL_OBJECT' | 'COMPOSITE' };
}

export interface Part {
  number: number;
  modified: number;
  /** In bytes. */
  size: number;
  /** Without quotes. */
  etag: string;
  /** Base64, of the upload's algorithm. */
  checksum?: string;
  file: string;
}

/** Multipart uploads and their parts. */
export class Uploads {
  private readonly database: Database;
  private readonly files: BodyFiles;

  constructor(database: Database, files: BodyFiles) {
    this.database = database;
    this.files = files;
  }

  create(upload: Omit<MultipartUpload, 'id'>): string {
    const id = randomBytes(32).toString('base64url').replaceAll('-', '.');
    this.database
      .sql(
        'INSERT INTO uploads (id, bucket, key, initiated, facts, tags, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        id,
        upload.bucket,
        upload.key,
        upload.initiated,
        JSON.stringify(upload.facts),
        JSON.stringify(upload.tags),
        upload.checksum ? JSON.stringify(upload.checksum) : null,
      );
    return id;
  }

  /** @throws S3Error `NoSuchUpload` */
  require(bucket: string, key: string, id: string): MultipartUpload {
    const row = this.database
      .sql('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?')
      .get(id, bucket, key);
    if (!row) throw noSuchUpload(id);
    return toUpload(row);
  }

  /** By key, then id. @param after the last one that is not to come again; with an empty id its whole key */
  list(bucket: string, after: { key: string; id: string }): MultipartUpload[] {
    return this.database
      .sql(
        `SELECT * FROM uploads WHERE bucket = ? AND (key > ? OR (key = ? AND ? <> '' AND id > ?)) ORDER BY key, id`,
      )
      .all(bucket, after.key, after.key, after.id, after.id)
      .map(toUpload);
  }

  /** Stores a part, replacing an earlier one of its number. @throws S3Error `NoSuchUpload` when it ended meanwhile. */
  putPart(upload: MultipartUpload, part: Part): void {
    const replaced = this.database.transaction(() => {
      this.require(upload.bucket, upload.key, upload.id);
      const earlier = this.database
        .sql('SELECT file FROM parts WHERE uploadId = ? AND number = ?')
        .get(upload.id, part.number);
      this.database
        .sql(
          'INSERT OR REPLACE INTO parts (uploadId, number, modified, size, etag, checksum, file) VALUES (?, ?, ?, ?, ?, ?, ?)',
        )
        .run(upload.id, part.number, part.modified, part.size, part.etag, part.checksum ?? null, part.file);
      return earlier;
    });
    if (replaced) this.files.remove([String(replaced.file)]);
  }

  parts(id: string): Part[] {
    return this.database
      .sql(
        'SELECT number, modified, size, etag, checksum, file FROM parts WHERE uploadId = ? ORDER BY number',
      )
      .all(id)
      .map((row) => ({
        number: Number(row.number),
        modified: Number(row.modified),
        size: Number(row.size),
        etag: String(row.etag),
        checksum: typeof row.checksum === 'string' ? row.checksum : undefined,
        file: String(row.file),
      }));
  }

  /** Forgets an upload, inside the caller's transaction; its files are the caller's to keep or remove. */
  forget(id: string): void {
    this.database.sql('DELETE FROM parts WHERE uploadId = ?').run(id);
    this.database.sql('DELETE FROM uploads WHERE id = ?').run(id);
  }

  abort(id: string): void {
    const files = this.parts(id).map((part) => part.file);
    this.database.transaction(() => this.forget(id));
    this.files.remove(files);
  }
}

function toUpload(row: Record<string, unknown>): MultipartUpload {
  return {
    id: String(row.id),
    bucket: String(row.bucket),
    key: String(row.key),
    initiated: Number(row.initiated),
    facts: JSON.parse(String(row.facts)) as ObjectFacts,
    tags: JSON.parse(String(row.tags)) as Tags,
    checksum:
      typeof row.checksum === 'string'
        ? (JSON.parse(row.checksum) as MultipartUpload['checksum'])
        : undefined,
  };
}
