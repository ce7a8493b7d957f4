import { invalidArgument } from '../errors.ts';
import { type ListedRow, listObjects, listVersions } from '../listing.ts';
import type { ObjectFacts } from '../object-version.ts';
import type { Operation } from '../service.ts';
import { renderXml, type XmlObject } from '../xml.ts';
import { listingParameters, owner } from './listing-parameters.ts';

function describe(row: ListedRow, write: (name: string) => string, withOwner: boolean): XmlObject {
  const facts = JSON.parse(String(row.facts)) as ObjectFacts;
  return {
    Key: write(row.key),
    LastModified: new Date(Number(row.modified)).toISOString(),
    ETag: `"${String(row.etag)}"`,
    ChecksumAlgorithm: facts.checksum?.name.toUpperCase(),
    ChecksumType: facts.checksum?.type,
    Size: Number(row.size),
    Owner: withOwner ? owner : undefined,
    StorageClass: facts.storageClass ?? 'STANDARD',
  };
}

/** ListObjectsV2. The continuation token is the last name of the page before, in base64url. */
export const listObjectsV2: Operation = (call) => {
  const { request, service, bucket } = call;
  const { prefix, delimiter, limit, encoding, write, writeIfAny } = listingParameters(call);
  const token = request.query.get('continuation-token');
  if (token !== undefined && !/^[A-Za-z0-9_-]+$/.test(token)) {
    throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect.');
  }
  const startAfter = request.query.get('start-after');
  const after = token === undefined ? (startAfter ?? '') : Buffer.from(token, 'base64url').toString('utf8');
  const page = listObjects(service.database, { bucket, prefix, delimiter, after, limit });
  const withOwner = request.query.get('fetch-owner') === 'true';
  return {
    body: renderXml('ListBucketResult', {
      Name: bucket,
      Prefix: write(prefix),
      Delimiter: delimiter === '' ? undefined : write(delimiter),
      StartAfter: writeIfAny(startAfter),
      ContinuationToken: token,
      NextContinuationToken: page.truncated ? Buffer.from(page.last ?? '').toString('base64url') : undefined,
      KeyCount: page.rows.length + page.commonPrefixes.length,
      MaxKeys: limit,
      EncodingType: encoding,
      IsTruncated: page.truncated,
      Contents: page.rows.map((row) => describe(row, write, withOwner)),
      CommonPrefixes: page.commonPrefixes.map((name) => ({ Prefix: write(name) })),
    }),
  };
};

/** ListObjects, the first version, which s3cmd and other older clients use. */
export const listObjectsV1: Operation = (call) => {
  const { request, service, bucket } = call;
  const { prefix, delimiter, limit, encoding, write, writeIfAny } = listingParameters(call);
  const marker = request.query.get('marker') ?? '';
  const page = listObjects(service.database, { bucket, prefix, delimiter, after: marker, limit });
  return {
    body: renderXml('ListBucketResult', {
      Name: bucket,
      Prefix: write(prefix),
      Marker: write(marker),
      NextMarker: page.truncated && delimiter !== '' ? writeIfAny(page.last) : undefined,
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : write(delimiter),
      EncodingType: encoding,
      IsTruncated: page.truncated,
      Contents: page.rows.map((row) => describe(row, write, true)),
      CommonPrefixes: page.commonPrefixes.map((name) => ({ Prefix: write(name) })),
    }),
  };
};

/** ListObjectVersions: newest first within a key. */
export const listObjectVersions: Operation = (call) => {
  const { request, service, bucket } = call;
  const { prefix, delimiter, limit, encoding, write, writeIfAny } = listingParameters(call);
  const keyMarker = request.query.get('key-marker') ?? '';
  const versionMarker = request.query.get('version-id-marker') || undefined;
  if (versionMarker !== undefined && keyMarker === '') {
    throw invalidArgument(
      'version-id-marker',
      versionMarker,
      'A version-id marker cannot be specified without a key marker.',
    );
  }
  // A marker that was deleted meanwhile, as happens when a bucket is emptied page by page: its whole key again.
  const from =
    versionMarker === undefined
      ? undefined
      : (service.objects.sequenceOf(bucket, keyMarker, versionMarker) ?? Number.MAX_SAFE_INTEGER);
  const page = listVersions(service.database, { bucket, prefix, delimiter, after: keyMarker, limit }, from);
  const lastRow = page.lastSequence === undefined ? undefined : page.rows.at(-1);
  const entries = page.rows.map((row) => {
    const version = { VersionId: String(row.versionId), IsLatest: row.latest === 1 };
    if (row.deleteMarker === 1) {
      const LastModified = new Date(Number(row.modified)).toISOString();
      return { DeleteMarker: { Key: write(row.key), ...version, LastModified, Owner: owner } };
    }
    return { Version: { ...version, ...describe(row, write, true) } };
  });
  return {
    body: renderXml('ListVersionsResult', {
      Name: bucket,
      Prefix: write(prefix),
      KeyMarker: write(keyMarker),
      VersionIdMarker: versionMarker ?? '',
      NextKeyMarker: page.truncated ? writeIfAny(page.last) : undefined,
      NextVersionIdMarker: page.truncated && lastRow ? String(lastRow.versionId) : undefined,
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : write(delimiter),
      EncodingType: encoding,
      IsTruncated: page.truncated,
      DeleteMarker: entries.flatMap((entry) => entry.DeleteMarker ?? []),
      Version: entries.flatMap((entry) => entry.Version ?? []),
      CommonPrefixes: page.commonPrefixes.map((name) => ({ Prefix: write(name) })),
    }),
  };
};
