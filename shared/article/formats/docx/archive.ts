import { inflateRawSync } from 'node:zlib';
import { RejectedUploadError } from '../../../errors.ts';

/** Bounds on what a Word file may unpack to; real ones stay far below. */
const limits = { entries: 4000, partBytes: 48 * 1024 * 1024, allBytes: 96 * 1024 * 1024 } as const;

interface Entry {
  name: string;
  method: number;
  compressed: number;
  uncompressed: number;
  /** Where the entry's local header begins. */
  offset: number;
}

/** Reads parts of a ZIP archive, which was unpacked once to see that it keeps within bounds. */
export interface Archive {
  /** Bytes of a part; undefined when there is none of that name. */
  part(name: string): Uint8Array | undefined;
}

/**
 * Opens a ZIP archive (PKWARE APPNOTE 6.3.10) after unpacking every part with the size it declares as the bound, so
 * that nothing that reads it later can be made to unpack more.
 * @throws RejectedUploadError `archive-too-large`, `docx-broken`
 */
export function openArchive(bytes: Uint8Array): Archive {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const entries = entriesOf(view);
    const all = entries.reduce((sum, { uncompressed }) => sum + uncompressed, 0);
    const isTooLarge =
      all > limits.allBytes || entries.some(({ uncompressed }) => uncompressed > limits.partBytes);
    if (entries.length > limits.entries || isTooLarge) throw tooLarge();
    for (const entry of entries) contentOf(view, entry);
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    return {
      part(name) {
        const entry = byName.get(name);
        return entry && contentOf(view, entry);
      },
    };
  } catch (error) {
    if (error instanceof RejectedUploadError) throw error;
    throw new RejectedUploadError(
      'docx-broken',
      'The Word file is damaged and can’t be read. Open it in Word, save it again as .docx and upload that.',
      { cause: error },
    );
  }
}

const tooLarge = (): RejectedUploadError =>
  new RejectedUploadError(
    'archive-too-large',
    `The Word file unpacks to more than ${limits.allBytes / 1024 / 1024} MB. Make its pictures smaller and upload it again.`,
  );

/** The central directory; entries are read from there only, as other readers do. */
function entriesOf(view: Buffer): Entry[] {
  const end = view.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new RangeError('no end of central directory');
  const count = view.readUInt16LE(end + 10);
  let offset = view.readUInt32LE(end + 16);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (view.readUInt32LE(offset) !== 0x02014b50) throw new RangeError('no central directory entry');
    const nameLength = view.readUInt16LE(offset + 28);
    entries.push({
      name: view.toString('utf8', offset + 46, offset + 46 + nameLength),
      method: view.readUInt16LE(offset + 10),
      compressed: view.readUInt32LE(offset + 20),
      uncompressed: view.readUInt32LE(offset + 24),
      offset: view.readUInt32LE(offset + 42),
    });
    offset += 46 + nameLength + view.readUInt16LE(offset + 30) + view.readUInt16LE(offset + 32);
  }
  return entries;
}

function contentOf(view: Buffer, { method, compressed, uncompressed, offset }: Entry): Uint8Array {
  if (view.readUInt32LE(offset) !== 0x04034b50) throw new RangeError('no local header');
  const start = offset + 30 + view.readUInt16LE(offset + 26) + view.readUInt16LE(offset + 28);
  if (start + compressed > view.length) throw new RangeError('an entry reaches past the end');
  const data = view.subarray(start, start + compressed);
  if (method === 0 && compressed === uncompressed) return data;
  if (method !== 8) throw new RangeError('a compression method other than deflate');
  // Zero is no bound to zlib.
  const content = inflateRawSync(data, { maxOutputLength: Math.max(uncompressed, 1) });
  if (content.length !== uncompressed) throw new RangeError('an entry has another size than it declares');
  return content;
}
