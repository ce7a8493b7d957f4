import { discard, takeIn } from '../body-intake.ts';
import { checksumElement, checksumHeader } from '../checksums.ts';
import { checkRead } from '../conditions.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import { checkKey, factsFrom, namedChecksum } from '../object-headers.ts';
import { largestPut, receiveObject } from '../request-body.ts';
import type { Operation, S3Call } from '../service.ts';
import { parseTaggingHeader } from '../tags.ts';
import type { MultipartUpload } from '../uploads.ts';
import { renderXml } from '../xml.ts';
import { requireSource } from './copy-object.ts';
import { parseRange } from './get-object.ts';

const mostParts = 10_000;

/** CreateMultipartUpload. */
export const createUpload: Operation = ({ request, service, bucket, key }) => {
  service.buckets.require(bucket);
  checkKey(key);
  const name = namedChecksum(request.headers);
  const stated = request.headers.get('x-amz-checksum-type')?.toUpperCase();
  const type =
    stated === 'FULL_OBJECT' || (stated === undefined && name === 'crc64nvme') ? 'FULL_OBJECT' : 'COMPOSITE';
  if (type === 'FULL_OBJECT' && (name === 'sha1' || name === 'sha256')) {
    throw new S3Error(400, 'InvalidRequest', `The FULL_OBJECT checksum type cannot be used with ${name}.`);
  }
  const id = service.uploads.create({
    bucket,
    key,
    initiated: service.clock.now(),
    facts: factsFrom(request.headers),
    tags: parseTaggingHeader(request.headers.get('x-amz-tagging')),
    checksum: name && { name, type },
  });
  return {
    headers: { 'x-amz-checksum-algorithm': name?.toUpperCase(), 'x-amz-checksum-type': name && type },
    body: renderXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id }),
  };
};

/** The upload that a request names. @throws S3Error `NoSuchUpload`, `NoSuchBucket` */
export function requireUpload({ request, service, bucket, key }: S3Call): MultipartUpload {
  service.buckets.require(bucket);
  return service.uploads.require(bucket, key, request.query.get('uploadId') ?? '');
}

function partNumberOf({ request }: S3Call): number {
  const text = request.query.get('partNumber') ?? '';
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > mostParts) {
    throw invalidArgument(
      'partNumber',
      text,
      `Part number must be an integer between 1 and ${mostParts}, inclusive.`,
    );
  }
  return number;
}

/** UploadPart. */
export const uploadPart: Operation = async (call) => {
  const { service } = call;
  const upload = requireUpload(call);
  const number = partNumberOf(call);
  const received = await receiveObject(call, {
    limit: largestPut,
    alwaysFile: true,
    fallback: upload.checksum?.name,
  });
  const { checksum, md5, size, body } = received;
  try {
    if (upload.checksum && checksum && checksum.name !== upload.checksum.name) {
      throw new S3Error(
        400,
        'InvalidRequest',
        `The upload was started with checksum ${upload.checksum.name.toUpperCase()}; the part has another.`,
      );
    }
    service.uploads.putPart(upload, {
      number,
      modified: service.clock.now(),
      size,
      etag: md5,
      checksum: upload.checksum && checksum?.value,
      file: body.segments[0]?.file ?? '',
    });
  } catch (error) {
    discard(service.files, body);
    throw error;
  }
  return {
    headers: { ETag: `"${md5}"`, ...(checksum && { [checksumHeader(checksum.name)]: checksum.value }) },
  };
};

/** UploadPartCopy: a part that is an object, or a range of one. */
export const uploadPartCopy: Operation = async (call) => {
  const { request, service } = call;
  const upload = requireUpload(call);
  const number = partNumberOf(call);
  const source = requireSource(call);
  checkRead(request.headers, source, 'x-amz-copy-source-');
  const range = parseRange(request.headers.get('x-amz-copy-source-range'), source.size);
  const [start, end] = range ? [range.start, range.end] : [0, source.size - 1];
  const { inline, segments } = source.body;
  const bytes = inline ? one(inline.subarray(start, end + 1)) : service.files.read(segments, start, end);
  const name = upload.checksum?.name;
  const received = await takeIn(bytes, service.files, {
    limit: largestPut,
    checksums: name ? [name] : [],
    sha256: false,
    alwaysFile: true,
  });
  const modified = service.clock.now();
  const checksum = name && received.checksums.get(name);
  try {
    const { size, md5, body } = received;
    service.uploads.putPart(upload, {
      number,
      modified,
      size,
      etag: md5,
      checksum,
      file: body.segments[0]?.file ?? '',
    });
  } catch (error) {
    discard(service.files, received.body);
    throw error;
  }
  return {
    body: renderXml('CopyPartResult', {
      LastModified: new Date(modified).toISOString(),
      ETag: `"${received.md5}"`,
      ...(name && { [checksumElement(name)]: checksum }),
    }),
  };
};

async function* one(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}

/** AbortMultipartUpload. */
export const abortUpload: Operation = (call) => {
  call.service.uploads.abort(requireUpload(call).id);
  return { status: 204 };
};
