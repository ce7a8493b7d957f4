import { writeConditions } from '../conditions.ts';
import { malformedXml, S3Error } from '../errors.ts';
import { receiveDocument } from '../request-body.ts';
import { type Operation, originOf } from '../service.ts';
import { childrenNamed, childText, parseXml, renderXml, requiredText, type XmlObject } from '../xml.ts';

const mostKeys = 1000;

/** DeleteObject. */
export const deleteObject: Operation = (call) => {
  const { request, service, bucket, key } = call;
  const { versionId, deleteMarker } = service.objects.delete(bucket, key, {
    versionId: request.query.get('versionId'),
    conditions: { ifMatch: writeConditions(request.headers).ifMatch },
    origin: originOf(call),
  });
  return {
    status: 204,
    headers: { 'x-amz-version-id': versionId, 'x-amz-delete-marker': deleteMarker ? 'true' : undefined },
  };
};

/** DeleteObjects: up to 1,000 keys; each succeeds or fails by itself. */
export const deleteObjects: Operation = async (call) => {
  const { request, service, bucket } = call;
  service.buckets.require(bucket);
  const { headers } = request;
  const hasDigest = [...headers.keys()].some(
    (name) => name === 'content-md5' || /^x-amz-(checksum-|trailer$)/.test(name),
  );
  if (!hasDigest) {
    throw new S3Error(400, 'InvalidRequest', 'DeleteObjects needs Content-MD5 or a checksum of its body.');
  }
  const root = parseXml(await receiveDocument(call), 'Delete');
  const quiet = childText(root, 'Quiet')?.trim() === 'true';
  const targets = childrenNamed(root, 'Object').map((object) => ({
    key: requiredText(object, 'Key'),
    versionId: childText(object, 'VersionId'),
    ifMatch: childText(object, 'ETag'),
  }));
  if (targets.length === 0 || targets.length > mostKeys)
    throw malformedXml(`it names 1 to ${mostKeys} objects.`);

  const deleted: XmlObject[] = [];
  const errors: XmlObject[] = [];
  for (const { key, versionId, ifMatch } of targets) {
    try {
      const done = service.objects.delete(bucket, key, {
        versionId,
        conditions: { ifMatch },
        origin: originOf(call),
      });
      if (quiet) continue;
      deleted.push({
        Key: key,
        VersionId: versionId,
        DeleteMarker: done.deleteMarker || undefined,
        DeleteMarkerVersionId: done.deleteMarker ? done.versionId : undefined,
      });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      errors.push({ Key: key, VersionId: versionId, Code: error.code, Message: error.message });
    }
  }
  return { body: renderXml('DeleteResult', { Deleted: deleted, Error: errors }) };
};
