import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RejectedUploadError } from '../errors.ts';

const inflate = promisify(gunzip);

/** Bytes that a compressed upload may unpack to. */
export const maxUnpackedBytes = 64 * 1024 * 1024;

/** An upload's bytes as they are to be read, and the key that names them. */
export interface Unpacked {
  /** Without the ending `.gz`. */
  name: string;
  bytes: Uint8Array;
}

/**
 * Takes an upload out of its gzip compression (RFC 1952), recognized by content.
 * @throws RejectedUploadError `empty-file`, `unpacked-too-large`, `broken-gzip`
 */
export async function unpack(key: string, bytes: Uint8Array): Promise<Unpacked> {
  if (bytes.length === 0) {
    throw new RejectedUploadError('empty-file', 'The file is empty. Upload it again with its content.');
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { name: key, bytes };
  const content = await inflate(bytes, { maxOutputLength: maxUnpackedBytes }).catch((error: unknown) => {
    throw rejection(error);
  });
  if (content.length === 0) {
    throw new RejectedUploadError(
      'empty-file',
      'The compressed file holds nothing. Upload it again with its content.',
    );
  }
  return { name: key.replace(/\.gz$/i, ''), bytes: content };
}

function rejection(cause: unknown): RejectedUploadError {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return code === 'ERR_BUFFER_TOO_LARGE'
    ? new RejectedUploadError(
        'unpacked-too-large',
        `The compressed file unpacks to more than ${maxUnpackedBytes / 1024 / 1024} MB. Upload the articles one by one.`,
        { cause },
      )
    : new RejectedUploadError(
        'broken-gzip',
        'The compressed file is damaged and can’t be unpacked. Compress it again, or upload it as it is.',
        { cause },
      );
}
