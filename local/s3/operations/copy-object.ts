import { createHash } from 'node:crypto';
import type { Body } from '../body-files.ts';
import { discard } from '../body-intake.ts';
import { checksumElement } from '../checksums.ts';
import { checkRead, writeConditions } from '../conditions.ts';
import { decodeUri } from '../encoding.ts';
import { invalidArgument, noSuchKey, noSuchVersion, S3Error } from '../errors.ts';
import { checkKey, factsFrom, headersOfWrite } from '../object-headers.ts';
import type { ObjectFacts, ObjectVersion } from '../object-version.ts';
import { type Operation, originOf, type S3Call, type Service } from '../service.ts';
import { parseTaggingHeader } from '../tags.ts';
import { renderXml } from '../xml.ts';

/** CopyObject. The bytes are linked, not copied, at the very moment at which the source is looked up. */
export const copyObject: Operation = async (call) => {
  const { request, service, bucket, key } = call;
  const { versioning } = service.buckets.require(bucket);
  checkKey(key);
  const source = requireSource(call);
  checkRead(request.headers, source, 'x-amz-copy-source-');
  const facts = factsOfCopy(request.headers, source);
  const replaceTags = request.headers.get('x-amz-tagging-directive')?.toUpperCase() === 'REPLACE';
  const tags = replaceTags ? parseTaggingHeader(request.headers.get('x-amz-tagging')) : source.tags;
  refusePointless(call, source, replaceTags);

  const body: Body = {
    inline: source.body.inline,
    segments: source.body.segments.map((segment) => service.files.duplicate(segment)),
  };
  try {
    const etag = source.etag.includes('-') ? await md5Of(service, body, source.size) : source.etag;
    const content = { size: source.size, etag, facts, tags, body };
    const version = service.objects.put(bucket, key, content, {
      event: 'ObjectCreated:Copy',
      conditions: writeConditions(request.headers),
      origin: originOf(call),
    });
    const { ETag: _, ...headers } = headersOfWrite(version, versioning !== undefined);
    const sourceVersioned = service.buckets.find(source.bucket)?.versioning !== undefined;
    const { checksum } = version.facts;
    return {
      headers: { ...headers, 'x-amz-copy-source-version-id': sourceVersioned ? source.versionId : undefined },
      body: renderXml('CopyObjectResult', {
        LastModified: new Date(version.modified).toISOString(),
        ETag: `"${version.etag}"`,
        ...(checksum && { [checksumElement(checksum.name)]: checksum.value, ChecksumType: checksum.type }),
      }),
    };
  } catch (error) {
    discard(service.files, body);
    throw error;
  }
};

/** x-amz-copy-source: `/bucket/key?versionId=…`, percent-encoded, the first slash optional. */
export function parseCopySource(header: string): { bucket: string; key: string; versionId?: string } {
  const match = /^\/?([^/]+)\/(.+?)(?:\?versionId=([^?&]+))?$/.exec(header);
  const [, bucket, key, versionId] = match ?? [];
  if (bucket === undefined || key === undefined) {
    throw invalidArgument(
      'x-amz-copy-source',
      header,
      'The copy source has the form bucket/key, percent-encoded.',
    );
  }
  return { bucket: decodeUri(bucket), key: decodeUri(key), versionId };
}

/** @throws S3Error `NoSuchKey`, `NoSuchVersion`, `NoSuchBucket` */
export function requireSource({ request, service }: S3Call): ObjectVersion {
  const source = parseCopySource(request.headers.get('x-amz-copy-source') ?? '');
  service.buckets.require(source.bucket);
  const version = service.objects.find(source.bucket, source.key, source.versionId);
  if (version && !version.deleteMarker) return version;
  if (version && source.versionId !== undefined) {
    throw new S3Error(400, 'InvalidRequest', 'The source of a copy request may not be a delete marker.');
  }
  throw source.versionId === undefined ? noSuchKey(source.key) : noSuchVersion(source.key, source.versionId);
}

function factsOfCopy(headers: ReadonlyMap<string, string>, source: ObjectVersion): ObjectFacts {
  const asked = factsFrom(headers);
  const base = headers.get('x-amz-metadata-directive')?.toUpperCase() === 'REPLACE' ? asked : source.facts;
  const { checksum } = source.facts;
  // The bytes are the same; a checksum of parts is not, as the copy has no parts.
  return {
    headers: base.headers,
    metadata: base.metadata,
    storageClass: asked.storageClass,
    checksum: checksum?.type === 'FULL_OBJECT' ? checksum : undefined,
  };
}

function refusePointless(
  { request, bucket, key }: S3Call,
  source: ObjectVersion,
  replaceTags: boolean,
): void {
  const changes =
    replaceTags ||
    request.headers.get('x-amz-metadata-directive')?.toUpperCase() === 'REPLACE' ||
    request.headers.has('x-amz-storage-class') ||
    !source.latest;
  if (source.bucket === bucket && source.key === key && !changes) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Copying an object to itself needs new metadata, tags or storage class (x-amz-metadata-directive: REPLACE).',
    );
  }
}

async function md5Of(service: Service, body: Body, size: number): Promise<string> {
  const md5 = createHash('md5');
  for await (const part of service.files.read(body.segments, 0, size - 1)) md5.update(part);
  return md5.digest('hex');
}
