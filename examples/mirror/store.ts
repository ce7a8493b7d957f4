import { DatabaseSync } from 'node:sqlite';
import type { PublishedArticle } from 'dropwire/client';

const schema = `
CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  published TEXT NOT NULL,
  updated TEXT NOT NULL,
  document TEXT NOT NULL,
  copy INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS articles_by_time ON articles (published DESC);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** A copy of a site in SQLite: each article with its whole document, and how far the change log has been followed. */
export class Store {
  readonly #db: DatabaseSync;

  /** @param file `:memory:` for one that isn't kept */
  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    // Readers of the file are not kept waiting by the writer.
    this.#db.exec(`PRAGMA journal_mode = WAL; ${schema}`);
  }

  /** Where the change log has been followed to; undefined while the first copy is not complete. */
  get cursor(): string | undefined {
    const row = this.#db.prepare("SELECT value FROM state WHERE name = 'cursor'").get();
    return row ? String(row.value) : undefined;
  }

  set cursor(value: string) {
    this.#db.prepare("INSERT OR REPLACE INTO state VALUES ('cursor', ?)").run(value);
  }

  has(id: string, copy: number): boolean {
    return this.#db.prepare('SELECT 1 FROM articles WHERE id = ? AND copy = ?').get(id, copy) !== undefined;
  }

  /** @param copy number of the copy under way */
  put(article: PublishedArticle, copy = this.lastCopy): void {
    const { id, url, title, published, updated } = article;
    this.#db
      .prepare('INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(id, url, title, published, updated, JSON.stringify(article), copy);
  }

  remove(id: string): void {
    this.#db.prepare('DELETE FROM articles WHERE id = ?').run(id);
  }

  /** Articles that an earlier copy found, and this one no longer. */
  removeAllBut(copy: number): void {
    this.#db.prepare('DELETE FROM articles WHERE copy <> ?').run(copy);
  }

  get lastCopy(): number {
    return Number(this.#db.prepare('SELECT coalesce(max(copy), 0) AS last FROM articles').get()?.last);
  }

  articles(): PublishedArticle[] {
    const rows = this.#db.prepare('SELECT document FROM articles ORDER BY published DESC, id').all();
    return rows.map(({ document }) => JSON.parse(String(document)) as PublishedArticle);
  }

  /** All of it or nothing. */
  atOnce(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}
