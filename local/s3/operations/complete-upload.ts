import { createHash } from 'node:crypto';
import type { Segment } from '../body-files.ts';
import {
  checksumElement,
  checksumHeader,
  compositeChecksum,
  type StoredChecksum,
  startChecksum,
} from '../checksums.ts';
import { writeConditions } from '../conditions.ts';
import { encodeUriPath } from '../encoding.ts';
import { S3Error } from '../errors.ts';
import { headersOfWrite } from '../object-headers.ts';
import { receiveDocument } from '../request-body.ts';
import { type Operation, originOf, type S3Call, type Service } from '../service.ts';
import type { MultipartUpload, Part } from '../uploads.ts';
import { childrenNamed, childText, parseXml, renderXml, requiredText, type XmlElement } from '../xml.ts';
import { requireUpload } from './multipart.ts';

/** All parts but the last have at least this size (S3 user guide, "Multipart upload limits"). */
const smallestPart = 5 * 1024 ** 2;

/** CompleteMultipartUpload: the parts' files become the object's body, in one transaction; no byte is moved. */
export const completeUpload: Operation = async (call) => {
  const { request, service, bucket, key } = call;
  requireUpload(call);
  const root = parseXml(await receiveDocument(call), 'CompleteMultipartUpload');
  const upload = requireUpload(call);
  const known = service.uploads.parts(upload.id);
  const chosen = choose(root, known, upload);
  const size = chosen.reduce((sum, part) => sum + part.size, 0);
  const segments = chosen.map((part) => ({ file: part.file, size: part.size }));
  const checksum = await checksumOf(service, upload, chosen, segments);
  checkStated(call, checksum, size);

  const version = service.objects.put(
    bucket,
    key,
    {
      size,
      etag: etagOf(chosen),
      facts: { ...upload.facts, checksum, partSizes: chosen.map((part) => part.size) },
      tags: upload.tags,
      body: { segments },
    },
    {
      event: 'ObjectCreated:CompleteMultipartUpload',
      conditions: writeConditions(request.headers),
      origin: originOf(call),
      also: () => {
        // Another completion or an abort may have come while the checksum was calculated.
        requireUpload(call);
        service.uploads.forget(upload.id);
      },
    },
  );
  service.files.remove(known.filter((part) => !chosen.includes(part)).map((part) => part.file));
  const { ETag, ...headers } = headersOfWrite(
    version,
    service.buckets.find(bucket)?.versioning !== undefined,
  );
  return {
    headers,
    body: renderXml('CompleteMultipartUploadResult', {
      Location: `http://${request.headers.get('host') ?? ''}/${bucket}/${encodeUriPath(key)}`,
      Bucket: bucket,
      Key: key,
      ETag,
      ...(checksum && { [checksumElement(checksum.name)]: checksum.value, ChecksumType: checksum.type }),
    }),
  };
};

function choose(root: XmlElement, known: readonly Part[], upload: MultipartUpload): Part[] {
  const listed = childrenNamed(root, 'Part');
  if (listed.length === 0) throw new S3Error(400, 'MalformedXML', 'You must specify at least one part.');
  const numbers = listed.map((element) => Number(requiredText(element, 'PartNumber')));
  if (numbers.some((number, index) => !(number > (numbers[index - 1] ?? 0)))) {
    throw new S3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  }
  return listed.map((element, index) => {
    const number = numbers[index];
    const etag = requiredText(element, 'ETag').replaceAll('"', '').trim();
    const part = known.find((candidate) => candidate.number === number);
    const stated = upload.checksum && childText(element, checksumElement(upload.checksum.name));
    if (!part || part.etag !== etag || (stated !== undefined && stated !== part.checksum)) {
      throw new S3Error(
        400,
        'InvalidPart',
        'A part could not be found, or its ETag or checksum is another.',
        {
          details: { UploadId: upload.id, PartNumber: String(number), ETag: etag },
        },
      );
    }
    if (index < listed.length - 1 && part.size < smallestPart) {
      throw new S3Error(
        400,
        'EntityTooSmall',
        `Every part but the last has at least ${smallestPart} bytes.`,
        {
          details: {
            ProposedSize: part.size,
            MinSizeAllowed: smallestPart,
            PartNumber: part.number,
            ETag: etag,
          },
        },
      );
    }
    return part;
  });
}

/** MD5 of the parts' MD5s, and how many they are. */
function etagOf(parts: readonly Part[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'));
  return `${md5.digest('hex')}-${parts.length}`;
}

async function checksumOf(
  service: Service,
  { checksum }: MultipartUpload,
  parts: readonly Part[],
  segments: readonly Segment[],
): Promise<StoredChecksum | undefined> {
  if (!checksum) return undefined;
  const { name, type } = checksum;
  if (type === 'COMPOSITE') {
    return {
      name,
      type,
      value: await compositeChecksum(
        name,
        parts.map((part) => part.checksum ?? ''),
      ),
    };
  }
  const calculation = startChecksum(name);
  const size = segments.reduce((sum, segment) => sum + segment.size, 0);
  for await (const chunk of service.files.read(segments, 0, size - 1)) calculation.update(chunk);
  return { name, type, value: await calculation.finish() };
}

/** x-amz-checksum-… and x-amz-mp-object-size of the request. */
function checkStated({ request }: S3Call, checksum: StoredChecksum | undefined, size: number): void {
  const stated = checksum && request.headers.get(checksumHeader(checksum.name));
  if (stated !== undefined && stated.replace(/-\d+$/, '') !== checksum?.value.replace(/-\d+$/, '')) {
    throw new S3Error(400, 'BadDigest', 'The checksum you specified did not match that of the parts.');
  }
  const statedSize = request.headers.get('x-amz-mp-object-size');
  if (statedSize !== undefined && Number(statedSize) !== size) {
    throw new S3Error(
      400,
      'InvalidRequest',
      `The parts have ${size} bytes together where ${statedSize} were announced.`,
    );
  }
}
