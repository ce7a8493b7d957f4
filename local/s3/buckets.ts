import type { Database } from './database.ts';
import { noSuchBucket, S3Error } from './errors.ts';

export type Versioning = 'Enabled' | 'Suspended';

export interface Bucket {
  name: string;
  /** Milliseconds since the epoch. */
  created: number;
  /** Undefined: never enabled. */
  versioning: Versioning | undefined;
  /** A NotificationConfiguration as JSON. */
  notifications: string | undefined;
  /** CORS rules as JSON. */
  cors: string | undefined;
}

const settings = { versioning: 1, notifications: 1, cors: 1 };
const columns = 'name, created, versioning, notifications, cors';

/** The buckets and their settings. */
export class Buckets {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  find(name: string): Bucket | undefined {
    const row = this.database.sql(`SELECT ${columns} FROM buckets WHERE name = ?`).get(name);
    return row ? toBucket(row) : undefined;
  }

  /** @throws S3Error `NoSuchBucket` */
  require(name: string): Bucket {
    const bucket = this.find(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  /** All of them, by name. */
  list(): Bucket[] {
    return this.database.sql(`SELECT ${columns} FROM buckets ORDER BY name`).all().map(toBucket);
  }

  create(name: string, created: number): void {
    this.database.sql('INSERT INTO buckets (name, created) VALUES (?, ?)').run(name, created);
  }

  set(name: string, setting: keyof typeof settings, value: string | undefined): void {
    this.database.sql(`UPDATE buckets SET ${setting} = ? WHERE name = ?`).run(value ?? null, name);
  }

  /**
   * Removes an empty bucket; its unfinished multipart uploads go with it.
   * @returns body files that nothing refers to any more
   * @throws S3Error `BucketNotEmpty` while it holds any version or delete marker.
   */
  remove(name: string): string[] {
    return this.database.transaction(() => {
      this.require(name);
      if (this.database.sql('SELECT 1 FROM versions WHERE bucket = ? LIMIT 1').get(name)) {
        throw new S3Error(409, 'BucketNotEmpty', 'Delete every object, version and delete marker first.', {
          details: { BucketName: name },
        });
      }
      const mine = 'uploadId IN (SELECT id FROM uploads WHERE bucket = ?)';
      const files = this.database.sql(`SELECT file FROM parts WHERE ${mine}`).all(name);
      this.database.sql(`DELETE FROM parts WHERE ${mine}`).run(name);
      this.database.sql('DELETE FROM uploads WHERE bucket = ?').run(name);
      this.database.sql('DELETE FROM buckets WHERE name = ?').run(name);
      return files.map((row) => String(row.file));
    });
  }
}

function toBucket(row: Record<string, unknown>): Bucket {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    name: String(row.name),
    created: Number(row.created),
    versioning: text(row.versioning) as Versioning | undefined,
    notifications: text(row.notifications),
    cors: text(row.cors),
  };
}

/** Bucket naming rules (S3 user guide, "General purpose bucket naming rules"). @throws S3Error `InvalidBucketName` */
export function checkBucketName(name: string): void {
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!wellFormed || name.includes('..') || isAddress || reserved) {
    throw new S3Error(
      400,
      'InvalidBucketName',
      'A bucket name has 3 to 63 lower-case letters, digits, hyphens and dots, and starts and ends with a letter or digit.',
      { details: { BucketName: name } },
    );
  }
}
