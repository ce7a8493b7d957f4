import { DropwireError } from '../../shared/errors.ts';

/** Elements of an error document beside Code, Message, Resource and RequestId: `{ Key: 'a.txt' }`. */
export type ErrorDetails = Record<string, string | number>;

/**
 * An answer other than success, as the S3 API reference ("Error responses") names it.
 * `code` is what SDKs turn into the exception's name.
 */
export class S3Error extends DropwireError {
  readonly status: number;
  readonly details: ErrorDetails;
  /** Headers of the answer: ETag of a 304, Content-Range of a 416, x-amz-delete-marker of a 404. */
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: { details?: ErrorDetails; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(code, message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.status = status;
    this.details = extra.details ?? {};
    this.headers = extra.headers ?? {};
  }
}

export const noSuchBucket = (bucket: string): S3Error =>
  new S3Error(404, 'NoSuchBucket', 'There is no bucket of this name; create it first.', {
    details: { BucketName: bucket },
  });

export const noSuchKey = (key: string, headers: Record<string, string> = {}): S3Error =>
  new S3Error(404, 'NoSuchKey', 'There is no object under this key.', { details: { Key: key }, headers });

export const noSuchVersion = (key: string, versionId: string): S3Error =>
  new S3Error(404, 'NoSuchVersion', 'The object has no such version.', {
    details: { Key: key, VersionId: versionId },
  });

export const noSuchUpload = (uploadId: string): S3Error =>
  new S3Error(404, 'NoSuchUpload', 'No multipart upload with this id is under way for this key.', {
    details: { UploadId: uploadId },
  });

/** @param condition the header whose condition does not hold */
export const preconditionFailed = (condition: string): S3Error =>
  new S3Error(412, 'PreconditionFailed', `The condition in ${condition} does not hold.`, {
    details: { Condition: condition },
  });

export const invalidArgument = (name: string, value: string, message: string): S3Error =>
  new S3Error(400, 'InvalidArgument', message, { details: { ArgumentName: name, ArgumentValue: value } });

export const malformedXml = (message: string, cause?: unknown): S3Error =>
  new S3Error(400, 'MalformedXML', `The XML in the request is not what this operation takes: ${message}`, {
    cause,
  });

export const accessDenied = (message: string, details: ErrorDetails = {}): S3Error =>
  new S3Error(403, 'AccessDenied', message, { details });

export const notImplemented = (what: string): S3Error =>
  new S3Error(501, 'NotImplemented', `This server does not offer ${what}.`);

export const entityTooLarge = (limit: number, size: number): S3Error =>
  new S3Error(400, 'EntityTooLarge', `The object is larger than the ${limit} bytes allowed.`, {
    details: { MaxSizeAllowed: limit, ProposedSize: size },
  });
