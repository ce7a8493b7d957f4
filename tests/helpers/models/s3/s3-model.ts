import type {
  CopyObjectCommandInput,
  CreateBucketCommandInput,
  DeleteObjectCommandInput,
  DeleteObjectsCommandInput,
  GetObjectCommandInput,
  GetObjectTaggingCommandInput,
  HeadObjectCommandInput,
  ListObjectsV2CommandInput,
  ListObjectVersionsCommandInput,
  PutBucketVersioningCommandInput,
  PutObjectCommandInput,
  PutObjectTaggingCommandInput,
} from '@aws-sdk/client-s3';
import type { S3EventRecord } from 'aws-lambda';
import { s3Error } from '../service-error.ts';
import { ServiceModel } from '../service-model.ts';
import { BucketModel, type ObjectVersion } from './bucket-model.ts';
import { listObjects, listVersions } from './listing.ts';
import { bytesOf, objectBody } from './object-body.ts';
import { checkDelete, checkRead, checkWrite } from './preconditions.ts';
import { type ObjectChange, s3EventRecord, sequencerOf } from './s3-events.ts';

type Located = { Bucket?: string; Key?: string; VersionId?: string };

/**
 * Amazon S3 in memory: buckets, versions and delete markers, conditional requests, listings, tags and
 * event notifications. Objects are strongly consistent, ETags are the MD5 of the content.
 */
export class S3Model extends ServiceModel {
  readonly #buckets = new Map<string, BucketModel>();
  readonly #listeners = new Map<string, (record: S3EventRecord) => void>();
  readonly #sequences = new Map<string, number>();
  readonly #now: () => number;
  /** Bytes of bodies received and sent. */
  readonly transferred = { in: 0, out: 0 };

  constructor(now: () => number) {
    super();
    this.#now = now;
  }

  protected override operations(): object {
    return this;
  }

  addBucket(name: string, { versioned = false } = {}): BucketModel {
    const bucket = new BucketModel(name);
    bucket.versioned = versioned;
    this.#buckets.set(name, bucket);
    return bucket;
  }

  /** Where a bucket's event notifications go. */
  notify(bucket: string, listener: (record: S3EventRecord) => void): void {
    this.#listeners.set(bucket, listener);
  }

  bucket(name: string | undefined): BucketModel {
    const bucket = this.#buckets.get(name ?? '');
    if (!bucket) throw s3Error('NoSuchBucket', 404, 'The specified bucket does not exist');
    return bucket;
  }

  CreateBucket({ Bucket = '' }: CreateBucketCommandInput) {
    this.addBucket(Bucket);
    return { Location: `/${Bucket}` };
  }

  PutBucketVersioning({ Bucket, VersioningConfiguration }: PutBucketVersioningCommandInput) {
    this.bucket(Bucket).versioned = VersioningConfiguration?.Status === 'Enabled';
    return {};
  }

  PutObject(input: PutObjectCommandInput) {
    const bucket = this.bucket(input.Bucket);
    const key = input.Key ?? '';
    checkWrite(bucket.newest(key), input);
    const bytes = bytesOf(input.Body);
    this.transferred.in += bytes.byteLength;
    const { ContentType = 'application/octet-stream', CacheControl, ContentEncoding } = input;
    const { ContentDisposition, ContentLanguage, Metadata = {} } = input;
    const version = bucket.add(key, {
      bytes,
      lastModified: this.#wholeSeconds(),
      headers: { ContentType, CacheControl, ContentEncoding, ContentDisposition, ContentLanguage, Metadata },
      tags: new Map(new URLSearchParams(input.Tagging)),
    });
    this.#announce(bucket, key, version, 'ObjectCreated:Put');
    return { ETag: version.etag, ...versionIdOf(bucket, version) };
  }

  CopyObject(input: CopyObjectCommandInput) {
    const [name, ...path] = decodeURIComponent(input.CopySource ?? '')
      .replace(/^\//, '')
      .split('/');
    const source = this.#alive({ Bucket: name, Key: path.join('/') }, 'NoSuchKey');
    const replaced = input.MetadataDirective === 'REPLACE' ? input : source.headers;
    const { ContentType, CacheControl, ContentEncoding, Metadata } = replaced;
    const copy = { ...input, ContentType, CacheControl, ContentEncoding, Metadata, Body: source.bytes };
    const { ETag } = this.PutObject(copy as PutObjectCommandInput);
    return { CopyObjectResult: { ETag } };
  }

  GetObject(input: GetObjectCommandInput) {
    const version = this.#alive(input, 'NoSuchKey');
    checkRead(version, input);
    this.transferred.out += version.bytes.byteLength;
    return { ...this.#described(input, version), Body: objectBody(version.bytes) };
  }

  HeadObject(input: HeadObjectCommandInput) {
    const version = this.#alive(input, 'NotFound');
    checkRead(version, input);
    return this.#described(input, version);
  }

  DeleteObject(input: DeleteObjectCommandInput) {
    const bucket = this.bucket(input.Bucket);
    const key = input.Key ?? '';
    const current = bucket.newest(key);
    checkDelete(current, input.IfMatch);
    const done = { $metadata: { httpStatusCode: 204 } };
    if (bucket.versioned && input.VersionId === undefined) {
      const marker = bucket.add(key, {
        bytes: undefined,
        lastModified: this.#wholeSeconds(),
        headers: {},
        tags: new Map(),
      });
      this.#announce(bucket, key, marker, 'ObjectRemoved:DeleteMarkerCreated');
      return { ...done, DeleteMarker: true, VersionId: marker.versionId };
    }
    const version = input.VersionId === undefined ? current : bucket.version(key, input.VersionId);
    if (version) {
      bucket.remove(key, version.versionId);
      this.#announce(bucket, key, { ...version, bytes: undefined }, 'ObjectRemoved:Delete');
    }
    if (input.VersionId === undefined) return done;
    return {
      ...done,
      VersionId: input.VersionId,
      ...(version && !version.bytes ? { DeleteMarker: true } : {}),
    };
  }

  DeleteObjects({ Bucket, Delete }: DeleteObjectsCommandInput) {
    const Deleted: object[] = [];
    const Errors: object[] = [];
    for (const { Key, VersionId, ETag } of Delete?.Objects ?? []) {
      try {
        const { $metadata: _, ...rest } = this.DeleteObject({ Bucket, Key, VersionId, IfMatch: ETag });
        Deleted.push({ Key, ...rest });
      } catch (error) {
        Errors.push({ Key, VersionId, Code: (error as Error).name, Message: (error as Error).message });
      }
    }
    return {
      ...(Delete?.Quiet || Deleted.length === 0 ? {} : { Deleted }),
      ...(Errors.length > 0 ? { Errors } : {}),
    };
  }

  ListObjectsV2(input: ListObjectsV2CommandInput) {
    return listObjects(this.bucket(input.Bucket), input);
  }

  ListObjectVersions(input: ListObjectVersionsCommandInput) {
    return listVersions(this.bucket(input.Bucket), input);
  }

  PutObjectTagging(input: PutObjectTaggingCommandInput) {
    const version = this.#alive(input, 'NoSuchKey');
    version.tags = new Map((input.Tagging?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    return versionIdOf(this.bucket(input.Bucket), version);
  }

  GetObjectTagging(input: GetObjectTaggingCommandInput) {
    const version = this.#alive(input, 'NoSuchKey');
    const TagSet = [...version.tags].map(([Key, Value]) => ({ Key, Value }));
    return { TagSet, ...versionIdOf(this.bucket(input.Bucket), version) };
  }

  /** The version that a read means. @param missing name of the error: HEAD has no body to say more than 404 */
  #alive({ Bucket, Key = '', VersionId }: Located, missing: string): ObjectVersion & { bytes: Uint8Array } {
    const bucket = this.bucket(Bucket);
    const version = VersionId === undefined ? bucket.newest(Key) : bucket.version(Key, VersionId);
    if (version?.bytes) return version as ObjectVersion & { bytes: Uint8Array };
    if (VersionId === undefined) throw s3Error(missing, 404, 'The specified key does not exist.');
    if (version)
      throw s3Error('MethodNotAllowed', 405, 'The specified method is not allowed on this resource.');
    throw s3Error(missing === 'NotFound' ? missing : 'NoSuchVersion', 404, 'The version does not exist.');
  }

  #described({ Bucket }: Located, version: ObjectVersion & { bytes: Uint8Array }) {
    return {
      ...version.headers,
      ETag: version.etag,
      ContentLength: version.bytes.byteLength,
      LastModified: version.lastModified,
      ...versionIdOf(this.bucket(Bucket), version),
      ...(version.tags.size > 0 ? { TagCount: version.tags.size } : {}),
    };
  }

  #announce(bucket: BucketModel, key: string, version: ObjectVersion, eventName: ObjectChange['eventName']) {
    const listener = this.#listeners.get(bucket.name);
    if (!listener) return;
    const name = `${bucket.name}/${key}`;
    const n = (this.#sequences.get(name) ?? 0) + 1;
    this.#sequences.set(name, n);
    const size = version.bytes?.byteLength;
    listener(
      s3EventRecord({
        eventName,
        bucket: bucket.name,
        key,
        time: new Date(this.#now()),
        sequencer: sequencerOf(n),
        ...versionIdOf(bucket, version, 'versionId'),
        ...(size === undefined ? {} : { size, etag: version.etag }),
      }),
    );
  }

  /** LastModified travels in an HTTP date, which has no fractions. */
  #wholeSeconds(): Date {
    return new Date(Math.floor(this.#now() / 1000) * 1000);
  }
}

function versionIdOf(
  bucket: BucketModel,
  version: ObjectVersion,
  name = 'VersionId',
): Record<string, string> {
  return bucket.versioned ? { [name]: version.versionId } : {};
}
