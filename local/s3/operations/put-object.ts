import { discard } from '../body-intake.ts';
import { checkWrite, writeConditions } from '../conditions.ts';
import { checkKey, factsFrom, headersOfWrite } from '../object-headers.ts';
import { largestPut, receiveObject } from '../request-body.ts';
import { type Operation, originOf } from '../service.ts';
import { parseTaggingHeader } from '../tags.ts';

/** PutObject. The conditions are tried before the body arrives, to spare it, and decided in the transaction. */
export const putObject: Operation = async (call) => {
  const { request, service, bucket, key } = call;
  const { versioning } = service.buckets.require(bucket);
  checkKey(key);
  const facts = factsFrom(request.headers);
  const tags = parseTaggingHeader(request.headers.get('x-amz-tagging'));
  const conditions = writeConditions(request.headers);
  const current = service.objects.find(bucket, key);
  checkWrite(conditions, key, current?.deleteMarker ? undefined : current);

  const received = await receiveObject(call, { limit: largestPut });
  const { size, md5, body, checksum } = received;
  try {
    const content = { size, etag: md5, facts: { ...facts, checksum }, tags, body };
    const version = service.objects.put(bucket, key, content, {
      event: 'ObjectCreated:Put',
      conditions,
      origin: originOf(call),
    });
    return { headers: headersOfWrite(version, versioning !== undefined) };
  } catch (error) {
    discard(service.files, body);
    throw error;
  }
};
