import { hash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { LRUCache } from 'lru-cache';
import { type S3, statusOf } from '../../shared/clients.ts';
import {
  cacheControlOf,
  copyCodings,
  objectMetadata,
  storedContentTypeOf,
} from '../../shared/resources/object-keys.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import { CompressedCopies, needsCopies } from './compressed-copies.ts';

/** ETag of an object, or null where there is none. */
export type ETag = string | null;

/** Somebody else changed the object first. */
export class ObjectChangedError extends Error {}

/** How an object is stored, beside its bytes. */
export interface ObjectOptions {
  /** Absent: the type that the key calls for. */
  contentType?: string;
  /** User metadata, without `x-amz-meta-`. */
  metadata?: Record<string, string>;
  /** The ETag that the object will have, where it is known: to hash a long feed takes as long as to render it. */
  ownETag?: string;
}

/** What is remembered of an object. */
interface Known {
  etag: ETag;
  /** Whether compressed copies stand beside it. */
  copies: boolean;
  /** When that was asked for and when it was known, by the count of `moment`. */
  asked: number;
  known: number;
}

/** ETags remembered between invocations. */
const remembered = 20_000;

/**
 * The site bucket, written only conditionally.
 * An ETag seen earlier may be used for a condition: it can only make a write fail that would have been right, and
 * then it is read anew. It never proves that nothing has to be done; that takes a look at the object.
 */
export class SiteObjects {
  readonly #s3: S3;
  readonly #bucket: string;
  readonly #copies: CompressedCopies;
  readonly #etags: LRUCache<string, Known>;
  #moment = 0;

  /** @param most ETags to remember */
  constructor(s3: S3, bucket: string, most = remembered) {
    this.#etags = new LRUCache({ maxSize: most, sizeCalculation: () => 1 });
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#copies = new CompressedCopies(s3, bucket);
  }

  /** Now, as a number: what happens later has a greater one. */
  moment(): number {
    this.#moment += 1;
    return this.#moment;
  }

  /** The ETag as it was seen last; undefined when it never was, or only after a moment. */
  remembered(key: string, until = Number.POSITIVE_INFINITY): ETag | undefined {
    const known = this.#etags.get(key);
    return known && known.known <= until ? known.etag : undefined;
  }

  /** Whether the object was seen to be absent after a moment. */
  wasAbsentSince(key: string, moment: number): boolean {
    const known = this.#etags.get(key);
    return known !== undefined && known.asked > moment && known.etag === null;
  }

  #note(key: string, etag: ETag, copies: boolean, asked: number): void {
    this.#etags.set(key, { etag, copies, asked, known: this.moment() });
  }

  /** Reads the present ETag. */
  async look(key: string): Promise<ETag> {
    const asked = this.moment();
    let etag: ETag = null;
    let copies = false;
    try {
      const answer = await this.#s3.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
      etag = answer.ETag ?? null;
      copies = answer.Metadata?.[objectMetadata.encodings] !== undefined;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
    this.#note(key, etag, copies, asked);
    return etag;
  }

  /** Reads an object as text, with its ETag; undefined where there is none. */
  async read(key: string): Promise<{ etag: string; body: string } | undefined> {
    try {
      const answer = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return { etag: answer.ETag ?? '', body: (await answer.Body?.transformToString()) ?? '' };
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return undefined;
    }
  }

  /**
   * Replaces the object that has this ETag, or creates it when the ETag is null. Beside a document too large for the CDN
   * to compress, compressed copies are written first.
   * @throws ObjectChangedError when the object is no longer what the ETag says
   */
  async put(
    key: string,
    body: string | Uint8Array,
    etag: ETag,
    { contentType = storedContentTypeOf(key), metadata, ownETag: written = etagOf(body) }: ObjectOptions = {},
  ): Promise<void> {
    const replaced = this.#etags.get(key);
    const copies = needsCopies(key, body);
    if (copies) await this.#copies.put(key, written, body);
    const condition = etag === null ? { IfNoneMatch: '*' } : { IfMatch: etag };
    await this.#conditionally(key, () =>
      this.#s3.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          CacheControl: cacheControlOf(key),
          Metadata: copies ? { ...metadata, [objectMetadata.encodings]: copyCodings.join() } : metadata,
          ...condition,
        }),
      ),
    );
    this.#note(key, written, copies, this.moment());
    if (replaced?.copies && etag !== null && etag === replaced.etag) await this.#dropCopies(key, etag);
  }

  /** Writes what is missing beside a document that is as it should be otherwise. */
  async complete(key: string, body: string): Promise<void> {
    if (needsCopies(key, body)) await this.#copies.complete(key, etagOf(body), body);
  }

  /** @throws ObjectChangedError when the object is no longer what the ETag says */
  async remove(key: string, etag: string): Promise<void> {
    await this.#conditionally(key, () =>
      this.#s3.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key, IfMatch: etag })),
    );
    const removed = this.#etags.get(key);
    this.#note(key, null, false, this.moment());
    if (removed?.copies && removed.etag === etag) await this.#dropCopies(key, etag);
  }

  /** Removes a compressed copy, unless its document is as it was when the copy was made. */
  async removeStaleCopy(copyKey: string): Promise<void> {
    const found = siteKeyOf(copyKey);
    if (found.kind === 'copy' && (await this.look(found.of)) !== found.etag) {
      await this.#copies.removeOne(copyKey);
    }
  }

  /** @throws ObjectChangedError when the document has come back meanwhile: its copies may be missing now */
  async #dropCopies(key: string, etag: string): Promise<void> {
    await this.#copies.remove(key, etag);
    if ((await this.look(key)) === etag) throw new ObjectChangedError(`${key} has come back`);
  }

  async #conditionally(key: string, write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (error) {
      // Whatever went wrong, what the object is now has to be looked at.
      this.#etags.delete(key);
      // 412: another ETag. 409: a concurrent write. 404: gone (Amazon S3 user guide, "Conditional writes").
      if ([404, 409, 412].includes(statusOf(error) ?? 0)) {
        throw new ObjectChangedError(`${key} was changed meanwhile`, { cause: error });
      }
      throw error;
    }
  }
}

/** The ETag S3 gives to an object put in one part under SSE-S3: the MD5 of its bytes, in quotes. */
export function etagOf(body: string | Uint8Array): string {
  return `"${hash('md5', body)}"`;
}
