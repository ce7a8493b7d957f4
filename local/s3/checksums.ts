import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32cJs, Crc64NvmeJs } from '@aws-sdk/checksums/crc';
import { S3Error } from './errors.ts';

/** The additional checksums of S3, by the ending of their `x-amz-checksum-` header. */
export const checksumNames = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type ChecksumName = (typeof checksumNames)[number];

const lengths: Record<ChecksumName, number> = { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 };

export const isChecksumName = (name: string): name is ChecksumName =>
  (checksumNames as readonly string[]).includes(name);

/** A checksum as stored and echoed: base64, for multipart composites followed by `-` and the number of parts. */
export interface StoredChecksum {
  name: ChecksumName;
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** A running checksum. */
export interface ChecksumCalculation {
  update(data: Uint8Array): void;
  /** The value in base64. */
  finish(): Promise<string>;
}

export function startChecksum(name: ChecksumName): ChecksumCalculation {
  if (name === 'sha1' || name === 'sha256') {
    const hash = createHash(name);
    return {
      update: (data) => {
        hash.update(data);
      },
      finish: async () => hash.digest('base64'),
    };
  }
  if (name === 'crc32') {
    let value = 0;
    return {
      update: (data) => {
        value = crc32(data, value);
      },
      finish: async () => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(value);
        return bytes.toString('base64');
      },
    };
  }
  const calculation = name === 'crc32c' ? new Crc32cJs() : new Crc64NvmeJs();
  return {
    update: (data) => calculation.update(data),
    finish: async () => Buffer.from(await calculation.digest()).toString('base64'),
  };
}

/** Checksum of a multipart object made of its parts' checksums. @param parts base64, in order */
export async function compositeChecksum(name: ChecksumName, parts: readonly string[]): Promise<string> {
  const calculation = startChecksum(name);
  for (const part of parts) calculation.update(Buffer.from(part, 'base64'));
  return `${await calculation.finish()}-${parts.length}`;
}

/** The element of the XML API: `ChecksumCRC32`, `ChecksumSHA256`. */
export const checksumElement = (name: ChecksumName): string => `Checksum${name.toUpperCase()}`;

export const checksumHeader = (name: ChecksumName): string => `x-amz-checksum-${name}`;

/**
 * The checksum that a request states in its headers.
 * @throws S3Error `InvalidRequest` when there are several, or one that can't be a value of its algorithm.
 */
export function statedChecksum(
  headers: ReadonlyMap<string, string>,
): { name: ChecksumName; value: string } | undefined {
  const stated = checksumNames.flatMap((name) => {
    const value = headers.get(checksumHeader(name));
    return value === undefined ? [] : [{ name, value }];
  });
  const [first, ...others] = stated;
  if (others.length > 0) {
    throw new S3Error(400, 'InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  }
  if (first && Buffer.from(first.value.replace(/-\d+$/, ''), 'base64').length !== lengths[first.name]) {
    throw new S3Error(400, 'InvalidRequest', `The value of ${checksumHeader(first.name)} is invalid.`);
  }
  return first;
}
