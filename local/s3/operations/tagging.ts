import { receiveDocument } from '../request-body.ts';
import { type Operation, originOf, type S3Call } from '../service.ts';
import { parseTagging, renderTagging, type Tags } from '../tags.ts';
import { parseXml, renderXml } from '../xml.ts';
import { requireVersion } from './get-object.ts';

function taggedVersion(call: S3Call) {
  const { versioning } = call.service.buckets.require(call.bucket);
  const version = requireVersion(call);
  return { version, headers: { 'x-amz-version-id': versioning && version.versionId } };
}

function setTags(call: S3Call, tags: Tags) {
  const { version, headers } = taggedVersion(call);
  call.service.objects.setTags(version, tags, originOf(call));
  return headers;
}

/** GetObjectTagging. */
export const getTagging: Operation = (call) => {
  const { version, headers } = taggedVersion(call);
  return { headers, body: renderXml('Tagging', renderTagging(version.tags)) };
};

/** PutObjectTagging: replaces all tags. */
export const putTagging: Operation = async (call) => {
  taggedVersion(call);
  const tags = parseTagging(parseXml(await receiveDocument(call), 'Tagging'));
  return { headers: setTags(call, tags) };
};

/** DeleteObjectTagging. */
export const deleteTagging: Operation = (call) => ({ status: 204, headers: setTags(call, []) });
