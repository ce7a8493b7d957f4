import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { DropwireError } from '../../shared/errors.ts';
import { maxUploadBytes } from '../../shared/resources/settings.ts';

/** A form that may be posted to S3: its address and hidden fields; the file comes last, as the field `file`. */
export interface UploadPermit {
  key: string;
  url: string;
  fields: Record<string, string>;
}

/** The file can't be uploaded under that name, or at all. */
export class UploadPermitError extends DropwireError {}

/** Longest key in bytes of UTF-8 (Amazon S3 user guide, "Naming objects"). */
const longestKey = 1024;
const oneFileSeconds = 300;
const formSeconds = 12 * 3600;
/** Stands in the key for the name of the file that was picked (S3 API reference, "POST Object"). */
export const filenamePlaceholder = '$' + '{filename}';
const mediaType = /^[\w.+-]+\/[\w.+-]+$/;

/** Signs uploads to the inbox, so that the browser can hand files to S3 itself. */
export class UploadPermits {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /**
   * For one file.
   * @param file its name, the folder to put it into, its media type as the browser has it, and its size in bytes
   * @throws UploadPermitError `upload-name`, `upload-size`
   */
  async forFile(file: { name: string; folder: string; type: string; bytes: number }): Promise<UploadPermit> {
    const key = keyOf(file.folder, file.name);
    if (file.bytes > maxUploadBytes) {
      const most = maxUploadBytes / 1024 / 1024;
      throw new UploadPermitError(
        'upload-size',
        `The file is larger than ${most} MB, the most an upload may have.`,
      );
    }
    const { url, fields } = await createPresignedPost(this.#s3, {
      Bucket: this.#bucket,
      Key: key,
      Fields: mediaType.test(file.type) ? { 'Content-Type': file.type } : {},
      Conditions: [['content-length-range', 0, maxUploadBytes]],
      Expires: oneFileSeconds,
    });
    return { key, url, fields };
  }

  /** For a form without a script, under any key. @param returnTo where S3 sends the browser afterwards */
  async forForm(returnTo: string): Promise<UploadPermit> {
    const { url, fields } = await createPresignedPost(this.#s3, {
      Bucket: this.#bucket,
      Key: filenamePlaceholder,
      Fields: { success_action_redirect: returnTo },
      Conditions: [['content-length-range', 0, maxUploadBytes]],
      Expires: formSeconds,
    });
    const { key = filenamePlaceholder, ...hidden } = fields;
    return { key, url, fields: hidden };
  }
}

/**
 * The key for a file in a folder; slashes of either kind separate folders.
 * @throws UploadPermitError `upload-name`
 */
export function keyOf(folder: string, name: string): string {
  const parts = `${folder}/${name}`
    .normalize('NFC')
    .split(/[\\/]+/)
    .map((part) => part.trim());
  const key = parts.filter((part) => part !== '').join('/');
  const problem =
    (name.trim() === '' && 'it has none') ||
    (parts.some((part) => part === '.' || part === '..') && '“.” and “..” are no folder names') ||
    (/\p{Cc}/u.test(key) && 'it holds control characters') ||
    (!key.isWellFormed() && 'it is not well-formed Unicode') ||
    (Buffer.byteLength(key) > longestKey && `with its folder it is longer than ${longestKey} bytes`);
  if (problem)
    throw new UploadPermitError('upload-name', `The file can't be uploaded under this name: ${problem}.`);
  return key;
}
