import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ConfigurationError } from '../../shared/errors.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS counter (value INTEGER NOT NULL);
  INSERT INTO counter SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM counter);
  CREATE TABLE IF NOT EXISTS buckets (
    name TEXT PRIMARY KEY,
    created INTEGER NOT NULL,
    versioning TEXT,
    notifications TEXT,
    cors TEXT
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS versions (
    sequence INTEGER PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    versionId TEXT NOT NULL,
    latest INTEGER NOT NULL,
    deleteMarker INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    facts TEXT NOT NULL,
    tags TEXT NOT NULL,
    segments TEXT NOT NULL,
    inline BLOB
  );
  CREATE UNIQUE INDEX IF NOT EXISTS latestVersions ON versions (bucket, key) WHERE latest = 1;
  CREATE INDEX IF NOT EXISTS allVersions ON versions (bucket, key, sequence DESC);
  CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    initiated INTEGER NOT NULL,
    facts TEXT NOT NULL,
    tags TEXT NOT NULL,
    checksum TEXT
  );
  CREATE INDEX IF NOT EXISTS uploadsByKey ON uploads (bucket, key, id);
  CREATE TABLE IF NOT EXISTS parts (
    uploadId TEXT NOT NULL,
    number INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    checksum TEXT,
    file TEXT NOT NULL,
    PRIMARY KEY (uploadId, number)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queueArn TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS outboxByQueue ON outbox (queueArn, id);
`;

/** The server's SQLite file: prepared statements are kept, transactions are synchronous. */
export interface Database {
  /** A prepared statement; the same text gives the same one. */
  sql(text: string): StatementSync;
  /** Runs synchronous work as one transaction: all of it lasts, or none. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens `s3.sqlite` in the folder, creating both. With a write-ahead log and synchronous=NORMAL a committed
 * transaction survives the death of the process (a power cut may cost the last ones, never consistency).
 * The lock is exclusive: one server per folder.
 * @throws ConfigurationError `s3-data-folder` when the folder is unusable or another server has it.
 */
export function openDatabase(folder: string): Database {
  const file = path.join(folder, 's3.sqlite');
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(file);
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;',
    );
    database.exec(schema);
  } catch (cause) {
    database?.close();
    throw new ConfigurationError(
      's3-data-folder',
      `The S3 data in ${folder} can't be opened: ${String(cause)}. Is another server using it? ` +
        'If it is broken, move the folder away and start again.',
      { cause },
    );
  }
  return wrap(database);
}

function wrap(database: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (!statement) {
      statement = database.prepare(text);
      statements.set(text, statement);
    }
    return statement;
  };
  return {
    sql,
    transaction: (work) => {
      sql('BEGIN IMMEDIATE').run();
      try {
        const result = work();
        sql('COMMIT').run();
        return result;
      } catch (error) {
        sql('ROLLBACK').run();
        throw error;
      }
    },
    close: () => database.close(),
  };
}
