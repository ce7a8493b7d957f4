import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigurationError } from '../../shared/errors.ts';

/** What the mirror knows of one of its uploads. */
export interface MirroredUpload {
  /** MD5 of the file as it was uploaded, hexadecimal. */
  md5: string;
  /** ETag that the bucket gave it, with quotes; null: the upload was begun and may not have been finished. */
  etag: string | null;
}

const schema = `
CREATE TABLE IF NOT EXISTS uploads (
  folder TEXT NOT NULL,
  key TEXT NOT NULL,
  md5 TEXT NOT NULL,
  etag TEXT,
  PRIMARY KEY (folder, key)
) STRICT, WITHOUT ROWID;
`;

/**
 * Which keys the mirror has uploaded from a folder, kept on disk: only these does it ever delete.
 * An upload is noted before it is made, so that a crash can't leave one that nobody remembers.
 */
export class MirrorState {
  readonly #database: DatabaseSync;
  readonly #folder: string;

  /**
   * Opens the state of a folder; a new one when there is none.
   * @param folder absolute; one file holds the state of several folders
   * @throws ConfigurationError `mirror-state-unreadable`
   */
  constructor(path: string, folder: string) {
    this.#folder = folder;
    try {
      mkdirSync(dirname(path), { recursive: true });
      this.#database = new DatabaseSync(path, { timeout: 2000 });
      this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`);
    } catch (cause) {
      throw new ConfigurationError(
        'mirror-state-unreadable',
        `What was mirrored before can't be read from ${path}. Remove that file: the folder is then compared with the bucket anew, and nothing is deleted.`,
        { cause },
      );
    }
  }

  keys(): string[] {
    const rows = this.#database.prepare('SELECT key FROM uploads WHERE folder = ?').all(this.#folder);
    return rows.map(({ key }) => String(key));
  }

  get(key: string): MirroredUpload | undefined {
    const row = this.#database
      .prepare('SELECT md5, etag FROM uploads WHERE folder = ? AND key = ?')
      .get(this.#folder, key);
    return row && { md5: String(row.md5), etag: row.etag === null ? null : String(row.etag) };
  }

  /** Remembers an upload; it is on disk when this returns. */
  set(key: string, { md5, etag }: MirroredUpload): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO uploads (folder, key, md5, etag) VALUES (?, ?, ?, ?)')
      .run(this.#folder, key, md5, etag);
  }

  delete(key: string): void {
    this.#database.prepare('DELETE FROM uploads WHERE folder = ? AND key = ?').run(this.#folder, key);
  }

  close(): void {
    this.#database.close();
  }
}
