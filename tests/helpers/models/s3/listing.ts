import type {
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
  ListObjectVersionsCommandInput,
  ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import type { BucketModel, ObjectVersion } from './bucket-model.ts';

type Answer<Output> = Omit<Output, '$metadata'>;

/** ListObjectsV2: pages of at most 1,000 keys in UTF-8 order; a delimiter folds keys into common prefixes. */
export function listObjects(
  bucket: BucketModel,
  input: ListObjectsV2CommandInput,
): Answer<ListObjectsV2CommandOutput> {
  const { Prefix = '', Delimiter, MaxKeys = 1000 } = input;
  const after = input.ContinuationToken === undefined ? input.StartAfter : fromToken(input.ContinuationToken);
  const encode = (text: string) => (input.EncodingType === 'url' ? encodeURIComponent(text) : text);
  const contents: NonNullable<ListObjectsV2CommandOutput['Contents']> = [];
  const prefixes: string[] = [];
  const { keys } = bucket.objects;
  let [at, to] = bucket.objects.rangeOf(Prefix);
  if (after !== undefined) at = Math.max(at, bucket.objects.upperBound(after));
  let last = '';
  while (at < to && contents.length + prefixes.length < MaxKeys) {
    const key = keys[at] as string;
    const cut = Delimiter ? key.indexOf(Delimiter, Prefix.length) : -1;
    const version = bucket.newest(key);
    if (cut >= 0 && Delimiter) {
      const folder = key.slice(0, cut + Delimiter.length);
      const [first, end] = bucket.objects.rangeOf(folder);
      const alive = keys.slice(first, end).some((inside) => bucket.newest(inside)?.bytes);
      if (alive) prefixes.push(folder);
      last = keys[end - 1] as string;
      at = end;
      continue;
    }
    if (version?.bytes) contents.push({ Key: encode(key), ...described(version) });
    last = key;
    at += 1;
  }
  let next = at;
  while (next < to && !bucket.newest(keys[next] as string)?.bytes) next += 1;
  const more = next < to;
  return {
    Name: bucket.name,
    Prefix,
    KeyCount: contents.length + prefixes.length,
    MaxKeys,
    IsTruncated: more,
    ...(contents.length > 0 ? { Contents: contents } : {}),
    ...(prefixes.length > 0
      ? { CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })) }
      : {}),
    ...(more ? { NextContinuationToken: toToken(last) } : {}),
  };
}

/** ListObjectVersions: every version and delete marker, keys in order, each key's newest first. */
export function listVersions(
  bucket: BucketModel,
  input: ListObjectVersionsCommandInput,
): Answer<ListObjectVersionsCommandOutput> {
  const { Prefix = '', MaxKeys = 1000, KeyMarker, VersionIdMarker } = input;
  const Versions: NonNullable<ListObjectVersionsCommandOutput['Versions']> = [];
  const DeleteMarkers: NonNullable<ListObjectVersionsCommandOutput['DeleteMarkers']> = [];
  const [from, to] = bucket.objects.rangeOf(Prefix);
  let last: { key: string; versionId: string } | undefined;
  let waiting = KeyMarker;
  for (let at = KeyMarker ? Math.max(from, bucket.objects.lowerBound(KeyMarker)) : from; at < to; at++) {
    const key = bucket.objects.keys[at] as string;
    let skip = key === waiting;
    for (const [index, version] of (bucket.objects.get(key) ?? []).entries()) {
      if (skip) {
        if (version.versionId === VersionIdMarker) skip = false;
        continue;
      }
      if (Versions.length + DeleteMarkers.length === MaxKeys) {
        return {
          Name: bucket.name,
          IsTruncated: true,
          NextKeyMarker: last?.key,
          NextVersionIdMarker: last?.versionId,
          Versions,
          DeleteMarkers,
        };
      }
      const entry = { Key: key, VersionId: version.versionId, IsLatest: index === 0 };
      if (version.bytes) Versions.push({ ...entry, ...described(version) });
      else DeleteMarkers.push({ ...entry, LastModified: version.lastModified });
      last = { key, versionId: version.versionId };
    }
    waiting = undefined;
  }
  return {
    Name: bucket.name,
    IsTruncated: false,
    ...(Versions.length > 0 ? { Versions } : {}),
    ...(DeleteMarkers.length > 0 ? { DeleteMarkers } : {}),
  };
}

function described(version: ObjectVersion) {
  return {
    ETag: version.etag,
    Size: version.bytes?.byteLength ?? 0,
    LastModified: version.lastModified,
    StorageClass: 'STANDARD' as const,
  };
}

const toToken = (key: string): string => Buffer.from(key, 'utf8').toString('base64');
const fromToken = (token: string): string => Buffer.from(token, 'base64').toString('utf8');
