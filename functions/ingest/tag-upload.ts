import { PutObjectTaggingCommand, type Tag } from '@aws-sdk/client-s3';
import { type S3, statusOf } from '../../shared/clients.ts';
import { uploadTags } from '../../shared/resources/object-keys.ts';
import type { Verdict } from './judge-upload.ts';

/** Writes on the upload itself what became of it, where any S3 client shows it. A version that is gone needs no tags. */
export async function tagUpload(s3: S3, bucket: string, verdict: Verdict): Promise<void> {
  if (verdict.state === 'deleted') return;
  const TagSet: Tag[] = [{ Key: uploadTags.status, Value: verdict.state }];
  if (verdict.state === 'rejected') {
    TagSet.push({ Key: uploadTags.reason, Value: tagValue(`${verdict.code}: ${verdict.reason}`) });
  }
  const { key, versionId } = verdict.upload;
  try {
    await s3.send(
      new PutObjectTaggingCommand({ Bucket: bucket, Key: key, VersionId: versionId, Tagging: { TagSet } }),
    );
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 405) throw error;
  }
}

/** Tag values hold letters, digits, spaces and `+ - = . _ : / @`, at most 256 (Amazon S3 user guide, "Object tagging"). */
function tagValue(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}\p{Zs}+\-=._:/@]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 256);
}
