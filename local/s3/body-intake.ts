import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Body, BodyFiles } from './body-files.ts';
import { type ChecksumCalculation, type ChecksumName, startChecksum } from './checksums.ts';
import { entityTooLarge } from './errors.ts';

/** Bodies up to this size are kept in the database: one write, no file. */
const largestInline = 64 * 1024;

/** A body that has arrived whole. Whoever took it in either stores it or discards it. */
export interface ReceivedBody {
  body: Body;
  size: number;
  /** Hex. */
  md5: string;
  /** Hex; only if asked for. */
  sha256: string | undefined;
  /** Base64, for each algorithm asked for. */
  checksums: Map<ChecksumName, string>;
}

export interface IntakeOptions {
  /** In bytes; a larger body is refused with EntityTooLarge as soon as it shows. */
  limit: number;
  checksums: readonly ChecksumName[];
  sha256: boolean;
  /** Parts of a multipart upload always become files, so that completing it moves no bytes. */
  alwaysFile?: boolean;
}

/** Takes in a stream, hashing it on the way: small ones in memory, the others to a file. Leaves no file when it throws. */
export async function takeIn(
  source: AsyncIterable<Uint8Array>,
  files: BodyFiles,
  options: IntakeOptions,
): Promise<ReceivedBody> {
  const md5 = createHash('md5');
  const sha256 = options.sha256 ? createHash('sha256') : undefined;
  const calculations = new Map<ChecksumName, ChecksumCalculation>();
  for (const name of options.checksums) calculations.set(name, startChecksum(name));

  const held: Uint8Array[] = [];
  let size = 0;
  let target: { file: string; handle: FileHandle } | undefined;
  try {
    for await (const part of source) {
      size += part.length;
      if (size > options.limit) throw entityTooLarge(options.limit, size);
      md5.update(part);
      sha256?.update(part);
      for (const calculation of calculations.values()) calculation.update(part);
      if (target) await writeAll(target.handle, part);
      else held.push(part);
      if (!target && size > largestInline) {
        target = await files.create();
        await writeAll(target.handle, Buffer.concat(held));
      }
    }
    if (!target && options.alwaysFile) {
      target = await files.create();
      await writeAll(target.handle, Buffer.concat(held));
    }
    await target?.handle.close();
  } catch (error) {
    if (target) {
      await target.handle.close().catch(() => undefined);
      files.remove([target.file]);
    }
    throw error;
  }

  const checksums = new Map<ChecksumName, string>();
  for (const [name, calculation] of calculations) checksums.set(name, await calculation.finish());
  return {
    body: target
      ? { segments: [{ file: target.file, size }] }
      : { segments: [], inline: Buffer.concat(held) },
    size,
    md5: md5.digest('hex'),
    sha256: sha256?.digest('hex'),
    checksums,
  };
}

/** Drops a body that nothing refers to. */
export function discard(files: BodyFiles, body: Body): void {
  files.remove(body.segments.map((segment) => segment.file));
}

async function writeAll(handle: FileHandle, data: Uint8Array): Promise<void> {
  let written = 0;
  while (written < data.length) {
    written += (await handle.write(data, written, data.length - written)).bytesWritten;
  }
}
