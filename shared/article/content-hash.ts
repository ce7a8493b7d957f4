import { createHash } from 'node:crypto';
import type { Article } from './schema.ts';

/**
 * Names one content of an article: SHA-256 in hex of its canonical JSON, without what only tells how it came about
 * (`source`, `provenance`). Equal content has equal hashes whatever file it came from.
 */
export function contentHash(article: Article): string {
  const { source: _source, provenance: _provenance, ...content } = article;
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** JSON with sorted names, no white space and no absent values, so that equal values have equal bytes. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
