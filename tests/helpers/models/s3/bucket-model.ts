import { hash } from 'node:crypto';
import { SortedMap } from '../sorted-map.ts';

/** Headers of an object that S3 keeps and gives back. */
export interface ObjectHeaders {
  ContentType?: string;
  CacheControl?: string;
  ContentEncoding?: string;
  ContentDisposition?: string;
  ContentLanguage?: string;
  Metadata?: Record<string, string>;
}

/** One version of an object; without `bytes` it is a delete marker. */
export interface ObjectVersion {
  versionId: string;
  bytes: Uint8Array | undefined;
  /** With the quotes that HTTP puts around it; empty for a delete marker. */
  etag: string;
  lastModified: Date;
  headers: ObjectHeaders;
  tags: Map<string, string>;
}

/** MD5 of the content in quotes: S3's ETag of a single-part object under SSE-S3. */
export const etagOf = (bytes: Uint8Array): string => `"${hash('md5', bytes)}"`;

/** The objects of one bucket, each with its versions, the newest first. */
export class BucketModel {
  readonly name: string;
  versioned = false;
  readonly objects = new SortedMap<ObjectVersion[]>();
  #versions = 0;
  #make: ((key: string) => Uint8Array | undefined) | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** What a request without a version id sees; a delete marker counts as a version here. */
  newest(key: string): ObjectVersion | undefined {
    return this.objects.get(key)?.[0] ?? this.#made(key);
  }

  /** Objects that are made when they are read, for stores of millions; no listing shows them. */
  makeObjects(make: (key: string) => Uint8Array | undefined): void {
    this.#make = make;
  }

  #made(key: string): ObjectVersion | undefined {
    const bytes = this.#make?.(key);
    if (!bytes) return undefined;
    const lastModified = new Date(0);
    return { bytes, etag: etagOf(bytes), lastModified, headers: {}, tags: new Map(), versionId: 'null' };
  }

  version(key: string, versionId: string): ObjectVersion | undefined {
    return this.objects.get(key)?.find((version) => version.versionId === versionId);
  }

  /** Stores a new version, or replaces the object where the bucket isn't versioned. */
  add(key: string, version: Omit<ObjectVersion, 'versionId' | 'etag'>): ObjectVersion {
    const etag = version.bytes ? etagOf(version.bytes) : '';
    const stored = { ...version, etag, versionId: this.versioned ? this.#nextVersionId() : 'null' };
    const older = this.versioned ? (this.objects.get(key) ?? []) : [];
    this.objects.set(key, [stored, ...older]);
    return stored;
  }

  /** Removes one version for good. */
  remove(key: string, versionId: string): void {
    const left = (this.objects.get(key) ?? []).filter((version) => version.versionId !== versionId);
    if (left.length > 0) this.objects.set(key, left);
    else this.objects.delete(key);
  }

  /** Keys that a listing shows, in order, with their current content. */
  *current(prefix = ''): Generator<[string, ObjectVersion & { bytes: Uint8Array }]> {
    const [from, to] = this.objects.rangeOf(prefix);
    for (const key of this.objects.keys.slice(from, to)) {
      const version = this.newest(key);
      if (version?.bytes) yield [key, version as ObjectVersion & { bytes: Uint8Array }];
    }
  }

  #nextVersionId(): string {
    this.#versions += 1;
    return `version.${String(this.#versions).padStart(8, '0')}`;
  }
}
