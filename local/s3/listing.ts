import type { Database } from './database.ts';

/** What a listing asks for. */
export interface ListingQuery {
  bucket: string;
  prefix: string;
  /** '' for none. */
  delimiter: string;
  /** Only names after this one; '' for all. A key, or a common prefix. */
  after: string;
  limit: number;
}

/** A row of a listing as SQLite gives it. */
export type ListedRow = Record<string, unknown> & { key: string };

export interface Listing {
  rows: ListedRow[];
  commonPrefixes: string[];
  truncated: boolean;
  /** The last key or common prefix in the page. */
  last: string | undefined;
  /** The sequence of the last row, where that is a key. */
  lastSequence: number | undefined;
}

const objectColumns = 'key, modified, size, etag, sequence, facts';
const versionColumns = 'key, versionId, latest, deleteMarker, modified, size, etag, sequence, facts';
const chunk = 256;

/** The current objects, in UTF-8 order of their keys. */
export function listObjects(database: Database, query: ListingQuery): Listing {
  const statement = database.sql(
    `SELECT ${objectColumns} FROM versions
     WHERE bucket = ? AND key >= ? AND key <> ? AND latest = 1 AND deleteMarker = 0 ORDER BY key LIMIT ?`,
  );
  return collect(
    query,
    undefined,
    ({ from, after }) => statement.all(query.bucket, from, after, chunk) as ListedRow[],
  );
}

/**
 * All versions and delete markers: by key, newest first.
 * @param afterSequence continue behind this version of the key `after`; undefined: behind the whole key
 */
export function listVersions(
  database: Database,
  query: ListingQuery,
  afterSequence: number | undefined,
): Listing {
  const statement = database.sql(
    `SELECT ${versionColumns} FROM versions
     WHERE bucket = ? AND key >= ? AND (key <> ? OR sequence < ?)
     ORDER BY key, sequence DESC LIMIT ?`,
  );
  return collect(
    query,
    afterSequence,
    ({ from, after, sequence }) =>
      statement.all(query.bucket, from, after, sequence ?? -1, chunk) as ListedRow[],
  );
}

interface Position {
  /** First name that may come: one bound, so that SQLite starts right there. */
  from: string;
  /** Name that is not to come again. */
  after: string;
  sequence: number | undefined;
}

/** Walks the keys; behind a common prefix it jumps past everything the prefix covers, however much that is. */
function collect(
  query: ListingQuery,
  afterSequence: number | undefined,
  fetch: (position: Position) => ListedRow[],
): Listing {
  const { prefix, delimiter, after, limit } = query;
  const listing: Listing = {
    rows: [],
    commonPrefixes: [],
    truncated: false,
    last: undefined,
    lastSequence: undefined,
  };
  const bound = Buffer.compare(Buffer.from(after), Buffer.from(prefix)) > 0 ? after : prefix;
  const position: Position = { from: bound, after, sequence: afterSequence };
  const markedPrefix = commonPrefix(after, prefix, delimiter);
  if (markedPrefix === after && after !== '') skipPast(position, after);

  for (;;) {
    const rows = fetch(position);
    let jumped = false;
    for (const row of rows) {
      if (!row.key.startsWith(prefix)) return listing;
      if (listing.rows.length + listing.commonPrefixes.length >= limit) {
        listing.truncated = limit > 0;
        return listing;
      }
      const common = commonPrefix(row.key, prefix, delimiter);
      if (common !== undefined) {
        listing.commonPrefixes.push(common);
        listing.last = common;
        listing.lastSequence = undefined;
        skipPast(position, common);
        jumped = true;
        break;
      }
      listing.rows.push(row);
      listing.last = row.key;
      listing.lastSequence = Number(row.sequence);
      position.from = row.key;
      position.after = row.key;
      position.sequence = Number(row.sequence);
    }
    if (!jumped && rows.length < chunk) return listing;
  }
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

function skipPast(position: Position, prefix: string): void {
  position.from = afterPrefix(prefix);
  position.after = '';
  position.sequence = undefined;
}

/** The least text, in UTF-8 order, that is greater than every text starting with the prefix. */
export function afterPrefix(prefix: string): string {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last < 0x10ffff) {
      // Surrogates are no characters of UTF-8.
      points.push(last === 0xd7ff ? 0xe000 : last + 1);
      return String.fromCodePoint(...points);
    }
  }
  return '\u{10ffff}'.repeat(256);
}
