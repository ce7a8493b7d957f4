import {
  GetObjectTaggingCommand,
  type GetObjectTaggingCommandInput,
  PutObjectTaggingCommand,
  type Tag,
} from '@aws-sdk/client-s3';
import { type S3, statusOf } from '../../shared/clients.ts';
import { uploadTags } from '../../shared/resources/object-keys.ts';
import type { Verdict } from './judge-upload.ts';

/**
 * Writes on the upload itself what became of it, where any S3 client shows it. The uploader's own tags stay.
 * A version that is gone needs no tags.
 */
export async function tagUpload(s3: S3, bucket: string, verdict: Verdict): Promise<void> {
  if (verdict.state === 'deleted') return;
  const outcome: Tag[] = [{ Key: uploadTags.status, Value: verdict.state }];
  if (verdict.state === 'rejected') {
    outcome.push({ Key: uploadTags.reason, Value: tagValue(`${verdict.code}: ${verdict.reason}`) });
  } else if (verdict.leftOut !== undefined) {
    outcome.push({ Key: uploadTags.reason, Value: tagValue(verdict.leftOut) });
  }
  const { key, versionId, tags } = verdict.upload;
  const version = { Bucket: bucket, Key: key, VersionId: versionId };
  try {
    const others = tags > 0 ? await othersTags(s3, version) : [];
    // The uploader's tags may decide on access or cost; where they fill all places, the record alone tells the outcome.
    const TagSet = [...others, ...outcome].slice(0, mostTags);
    await s3.send(new PutObjectTaggingCommand({ ...version, Tagging: { TagSet } }));
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 405) throw error;
  }
}

/** Tags that S3 keeps on an object (Amazon S3 user guide, "Object tagging"). */
const mostTags = 10;

async function othersTags(s3: S3, version: GetObjectTaggingCommandInput): Promise<Tag[]> {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(version));
  const own: (string | undefined)[] = Object.values(uploadTags);
  return TagSet.filter(({ Key }) => !own.includes(Key));
}

/** Tag values hold letters, digits, spaces and `+ - = . _ : / @`, at most 256 (Amazon S3 user guide, "Object tagging"). */
function tagValue(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{Zs}+\-=._:/@]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 256);
}
