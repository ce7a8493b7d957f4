import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from '../../shared/errors.ts';

/**
 * One row a message. `visible_at` in milliseconds since the epoch; a message with a receipt and a later `visible_at`
 * is in flight, one without a receipt is delayed. `source` is the queue it came from, once it is in a dead-letter queue.
 */
const schema = `
CREATE TABLE IF NOT EXISTS queues (
  name TEXT PRIMARY KEY,
  attributes TEXT NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS messages (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  queue TEXT NOT NULL REFERENCES queues (name) ON DELETE CASCADE,
  body TEXT NOT NULL,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  first_received INTEGER,
  visible_at INTEGER NOT NULL,
  receipt TEXT,
  source TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at);
CREATE UNIQUE INDEX IF NOT EXISTS messages_by_receipt ON messages (receipt) WHERE receipt IS NOT NULL;
`;

/**
 * Opens the queues' database. Every change is on disk before it is acknowledged, so a killed process loses nothing
 * (after a power cut the last moments may be missing: `synchronous = NORMAL`).
 * @throws ConfigurationError `queues-unreadable`
 */
export function openDatabase(dataDir: string): DatabaseSync {
  const path = join(dataDir, 'queues.db');
  try {
    mkdirSync(dataDir, { recursive: true });
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 2000 });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    database.exec(schema);
    return database;
  } catch (cause) {
    throw new ConfigurationError(
      'queues-unreadable',
      `The queues in ${path} cannot be opened (${cause instanceof Error ? cause.message : String(cause)}). Use another data folder, or remove this one to start afresh.`,
      { cause },
    );
  }
}
