import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** What the hash of an article's id decides: numbers that have nothing to do with each other. */
export interface IdDigest {
  /** 32 bits, by which archive pages are cut. */
  archive: number;
  /** Eight hexadecimal digits, which name a page. */
  name: string;
  /** 32 bits, by which sitemaps are cut. */
  sitemap: number;
}

/** Ids whose digests are remembered: a publisher comes across the same entries again and again. */
const digests = new LRUCache<string, IdDigest>({ maxSize: 20_000, sizeCalculation: () => 1 });

/** Parts of the SHA-256 of an id, each of which is as good as a random one and always the same. */
export function idDigest(id: string): IdDigest {
  const known = digests.get(id);
  if (known) return known;
  const bytes = hash('sha256', id, 'buffer');
  const made = {
    archive: bytes.readUInt32BE(0),
    name: bytes.toString('hex', 4, 8),
    sitemap: bytes.readUInt32BE(8),
  };
  digests.set(id, made);
  return made;
}
