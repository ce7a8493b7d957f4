import { checksumHeader, checksumNames, isChecksumName } from './checksums.ts';
import { S3Error } from './errors.ts';
import type { ObjectFacts, ObjectVersion } from './object-version.ts';

/** Headers that a writer sets and a reader gets back. */
const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const metadataPrefix = 'x-amz-meta-';
const mostMetadataBytes = 2048;
const longestKeyBytes = 1024;

/** @throws S3Error `KeyTooLongError` */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > longestKeyBytes) {
    throw new S3Error(400, 'KeyTooLongError', `A key has at most ${longestKeyBytes} bytes of UTF-8.`, {
      details: { Size: size, MaxSizeAllowed: longestKeyBytes },
    });
  }
}

/**
 * What a request says about the object it writes.
 * @throws S3Error `MetadataTooLarge`; `NotImplemented` for encryption with keys that this server has not.
 */
export function factsFrom(headers: ReadonlyMap<string, string>): ObjectFacts {
  refuseEncryption(headers);
  const kept: [string, string][] = [['content-type', 'binary/octet-stream']];
  const metadata: [string, string][] = [];
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    if (name.startsWith(metadataPrefix)) {
      metadata.push([name.slice(metadataPrefix.length), value]);
      metadataBytes += Buffer.byteLength(name) - metadataPrefix.length + Buffer.byteLength(value);
    } else if (name === 'content-encoding') {
      const rest = value.split(',').filter((coding) => coding.trim() !== 'aws-chunked');
      if (rest.length > 0) kept.push([name, rest.join(',').trim()]);
    } else if (keptHeaders.includes(name) && value !== '') kept.push([name, value]);
  }
  if (metadataBytes > mostMetadataBytes) {
    throw new S3Error(400, 'MetadataTooLarge', `User metadata has at most ${mostMetadataBytes} bytes.`, {
      details: { Size: metadataBytes, MaxSizeAllowed: mostMetadataBytes },
    });
  }
  return {
    headers: Object.fromEntries(kept),
    metadata: Object.fromEntries(metadata),
    storageClass: headers.get('x-amz-storage-class'),
  };
}

function refuseEncryption(headers: ReadonlyMap<string, string>): void {
  const scheme = headers.get('x-amz-server-side-encryption');
  const customerKey = headers.has('x-amz-server-side-encryption-customer-algorithm');
  if (customerKey || (scheme !== undefined && scheme !== 'AES256')) {
    throw new S3Error(
      501,
      'NotImplemented',
      'Encryption with KMS or customer keys is not offered; leave it out or use AES256.',
    );
  }
}

/** Headers of an answer that tells of one version, for GET and HEAD. */
export function headersOf(
  version: ObjectVersion,
  versioned: boolean,
): Record<string, string | number | undefined> {
  const headers: Record<string, string | number | undefined> = {
    'Last-Modified': new Date(version.modified).toUTCString(),
    ETag: `"${version.etag}"`,
    'Accept-Ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-version-id': versioned ? version.versionId : undefined,
    'x-amz-tagging-count': version.tags.length || undefined,
    'x-amz-storage-class': version.facts.storageClass === 'STANDARD' ? undefined : version.facts.storageClass,
  };
  for (const [name, value] of Object.entries(version.facts.headers)) headers[name] = onWire(value);
  for (const [name, value] of Object.entries(version.facts.metadata))
    headers[metadataPrefix + name] = onWire(value);
  return headers;
}

/** Headers of an answer to a write. */
export function headersOfWrite(
  version: ObjectVersion,
  versioned: boolean,
): Record<string, string | undefined> {
  return {
    ETag: `"${version.etag}"`,
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-version-id': versioned ? version.versionId : undefined,
    ...checksumHeaders(version.facts),
  };
}

export function checksumHeaders({ checksum }: ObjectFacts): Record<string, string | undefined> {
  if (!checksum) return {};
  return { [checksumHeader(checksum.name)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}

/** Node writes header text as Latin-1; S3 sends the UTF-8 bytes that it was given. */
const onWire = (value: string): string => Buffer.from(value, 'utf8').toString('latin1');

/** The algorithm that a request names to calculate its checksum with; undefined when it names none. */
export function namedChecksum(headers: ReadonlyMap<string, string>) {
  const name = (
    headers.get('x-amz-checksum-algorithm') ?? headers.get('x-amz-sdk-checksum-algorithm')
  )?.toLowerCase();
  if (name === undefined) return undefined;
  if (isChecksumName(name)) return name;
  throw new S3Error(
    400,
    'InvalidRequest',
    `The checksum algorithm is one of ${checksumNames.join(', ').toUpperCase()}.`,
  );
}
