import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Database, openDatabase } from '../../../../local/s3/database.ts';
import { afterPrefix, listObjects } from '../../../../local/s3/listing.ts';
import { insertVersion } from '../../../../local/s3/object-version.ts';

let folder = '';
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dropwire-listing-'));
  database = openDatabase(folder);
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

let sequence = 0;
function fill(bucket: string, keys: Iterable<string>) {
  database.transaction(() => {
    for (const key of keys) {
      const facts = { headers: {}, metadata: {} };
      const content = { modified: 0, size: 0, etag: '', facts, tags: [], body: { segments: [] } };
      insertVersion(database, {
        bucket,
        key,
        versionId: 'null',
        latest: true,
        deleteMarker: false,
        sequence: ++sequence,
        ...content,
      });
    }
  });
}

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What S3 documents, said as plainly as possible. */
function expected(keys: Set<string>, prefix: string, delimiter: string): string[] {
  const names = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix)) continue;
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    names.add(at < 0 ? `key ${key}` : `folder ${key.slice(0, at + delimiter.length)}`);
  }
  const name = (entry: string) => entry.slice(entry.indexOf(' ') + 1);
  return [...names].sort((a, b) => compare(name(a), name(b)));
}

function walk(bucket: string, prefix: string, delimiter: string, limit: number): string[] {
  const found: string[] = [];
  let after = '';
  for (let pages = 0; pages < 1000; pages++) {
    const page = listObjects(database, { bucket, prefix, delimiter, after, limit });
    const entries = [
      ...page.rows.map((row) => `key ${row.key}`),
      ...page.commonPrefixes.map((name) => `folder ${name}`),
    ];
    expect(entries.length).toBeLessThanOrEqual(limit);
    found.push(...entries.sort((a, b) => compare(a.slice(a.indexOf(' ') + 1), b.slice(b.indexOf(' ') + 1))));
    if (!page.truncated) return found;
    after = page.last ?? '';
  }
  throw new Error('the listing does not end');
}

const name = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '-', 'é', '\ud7ff', '\uffff', '😀', '\u{10ffff}'),
  minLength: 1,
  maxLength: 6,
});
const start = fc.string({ unit: fc.constantFrom('a', '/', 'é', '\u{10ffff}'), maxLength: 2 });

test('any keys, prefix, delimiter and page size list as S3 documents', () => {
  let bucket = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { maxLength: 30 }),
      start,
      fc.constantFrom('', '/', 'a', '//'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, limit) => {
        bucket += 1;
        fill(`b${bucket}`, keys);
        expect(walk(`b${bucket}`, prefix, delimiter, limit)).toEqual(
          expected(new Set(keys), prefix, delimiter),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('a folder of thousands costs a listing of its parent no more than an empty one', () => {
  fill(
    'deep',
    Array.from({ length: 3000 }, (_, i) => `a/${i}`),
  );
  fill('deep', ['b', 'c/1']);
  let statements = 0;
  const counting: Database = {
    ...database,
    sql: (text) => {
      const statement = database.sql(text);
      return new Proxy(statement, {
        get: (target, property) => {
          const value: unknown = Reflect.get(target, property);
          if (typeof value !== 'function') return value;
          statements += 1;
          return value.bind(target);
        },
      });
    },
  };
  const page = listObjects(counting, { bucket: 'deep', prefix: '', delimiter: '/', after: '', limit: 1000 });
  expect([page.rows.map((row) => row.key), page.commonPrefixes]).toEqual([['b'], ['a/', 'c/']]);
  expect(statements).toBe(3);
});

test('afterPrefix is the least text behind everything with the prefix', () => {
  fc.assert(
    fc.property(name, name, (prefix, rest) => {
      expect(compare(`${prefix}${rest}`, afterPrefix(prefix))).toBeLessThan(0);
    }),
  );
  expect(afterPrefix('a/')).toBe('a0');
  expect(afterPrefix('\ud7ff')).toBe('\ue000');
  expect(afterPrefix('a\u{10ffff}')).toBe('b');
});
