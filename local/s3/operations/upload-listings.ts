import { checksumElement } from '../checksums.ts';
import type { Operation } from '../service.ts';
import { renderXml } from '../xml.ts';
import { listingParameters, owner } from './listing-parameters.ts';
import { requireUpload } from './multipart.ts';

/** ListMultipartUploads. */
export const listUploads: Operation = (call) => {
  const { request, service, bucket } = call;
  const { prefix, delimiter, limit, encoding, write } = listingParameters(call, 'max-uploads');
  const keyMarker = request.query.get('key-marker') ?? '';
  const idMarker = request.query.get('upload-id-marker') ?? '';
  const rest = service.uploads
    .list(bucket, { key: keyMarker, id: idMarker })
    .filter((upload) => upload.key.startsWith(prefix));
  const uploads = rest.slice(0, limit);
  const truncated = rest.length > limit;
  const last = uploads.at(-1);
  return {
    body: renderXml('ListMultipartUploadsResult', {
      Bucket: bucket,
      KeyMarker: write(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: truncated && last ? write(last.key) : undefined,
      NextUploadIdMarker: truncated ? last?.id : undefined,
      Prefix: write(prefix),
      Delimiter: delimiter === '' ? undefined : write(delimiter),
      MaxUploads: limit,
      EncodingType: encoding,
      IsTruncated: truncated,
      Upload: uploads.map((upload) => ({
        Key: write(upload.key),
        UploadId: upload.id,
        Initiator: owner,
        Owner: owner,
        StorageClass: upload.facts.storageClass ?? 'STANDARD',
        Initiated: new Date(upload.initiated).toISOString(),
        ChecksumAlgorithm: upload.checksum?.name.toUpperCase(),
        ChecksumType: upload.checksum?.type,
      })),
    }),
  };
};

/** ListParts. */
export const listParts: Operation = (call) => {
  const { request, service, bucket, key } = call;
  const upload = requireUpload(call);
  const { limit } = listingParameters(call, 'max-parts');
  const marker = Number(request.query.get('part-number-marker') ?? 0);
  const rest = service.uploads.parts(upload.id).filter((part) => part.number > marker);
  const parts = rest.slice(0, limit);
  return {
    body: renderXml('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: upload.id,
      Initiator: owner,
      Owner: owner,
      StorageClass: upload.facts.storageClass ?? 'STANDARD',
      PartNumberMarker: marker,
      NextPartNumberMarker: parts.at(-1)?.number,
      MaxParts: limit,
      IsTruncated: rest.length > limit,
      ChecksumAlgorithm: upload.checksum?.name.toUpperCase(),
      ChecksumType: upload.checksum?.type,
      Part: parts.map((part) => ({
        PartNumber: part.number,
        LastModified: new Date(part.modified).toISOString(),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...(upload.checksum && { [checksumElement(upload.checksum.name)]: part.checksum }),
      })),
    }),
  };
};
