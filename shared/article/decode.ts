import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { RejectedUploadError } from '../errors.ts';

/** Text, and the character encoding it was read with (a WHATWG name, such as windows-1252). */
export interface Decoded {
  text: string;
  charset: string;
}

/**
 * Reads bytes as text: by byte order mark, else as UTF-8 if they are valid, else as declared, else as detected.
 * Valid UTF-8 goes before a declaration, since other encodings hardly ever form it and declarations are often stale.
 * @param contentType of the upload; its charset parameter counts
 * @throws RejectedUploadError `binary-content` when the bytes are no text in any encoding
 */
export function decode(bytes: Uint8Array, contentType?: string): Decoded {
  const charset =
    markOf(bytes) ?? utf16Without(bytes) ?? utf8(bytes) ?? declared(bytes, contentType) ?? detected(bytes);
  const text = new TextDecoder(charset).decode(bytes);
  if (looksBinary(text)) {
    throw new RejectedUploadError(
      'binary-content',
      'The file is not text in any known encoding. Upload it as HTML, Markdown, plain text, .docx, JSON or XML.',
    );
  }
  return { text, charset };
}

function markOf(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: nearly every other byte of its markup, spaces and digits is zero. */
function utf16Without(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 2048);
  const zeros = [0, 0];
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (bytes.length % 2 !== 0 || half < 2) return undefined;
  if (odd > half * 0.1 && even < odd / 20) return 'utf-16le';
  if (even > half * 0.1 && odd < even / 20) return 'utf-16be';
  return undefined;
}

/** A few broken bytes in text that is clearly UTF-8 otherwise are damage, not another encoding. */
function utf8(bytes: Uint8Array): string | undefined {
  if (isUtf8(bytes)) return 'utf-8';
  let multibyte = 0;
  let broken = 0;
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    if (length > 1) multibyte += 1;
    if (length === 0) broken += 1;
    index += Math.max(1, length);
  }
  return broken === 0 || multibyte > broken * 3 ? 'utf-8' : undefined;
}

/** Length of the well-formed UTF-8 sequence at an index (Unicode, table 3-7), 0 when it is none. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0
      ? 2
      : first >= 0xe0 && first < 0xf0
        ? 3
        : first >= 0xf0 && first < 0xf5
          ? 4
          : 0;
  for (let next = 1; next < length; next += 1) {
    if (((bytes[index + next] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[index + 1] ?? 0;
  const isOverlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const isOutside = (first === 0xed && second > 0x9f) || (first === 0xf4 && second > 0x8f);
  return isOverlong || isOutside ? 0 : length;
}

/** What the upload's type, an XML declaration or a meta element says (WHATWG HTML, 13.2.3.2, looks at 1,024 bytes). */
function declared(bytes: Uint8Array, contentType: string | undefined): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString('latin1');
  const candidates = [
    /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1],
    /^\s*<\?xml[^>]{0,200}\bencoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1],
    /<meta\b[^>]{0,300}\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1],
  ];
  for (const candidate of candidates) {
    const name = candidate && encodingName(candidate);
    // Bytes that aren't valid UTF-8 or UTF-16 in spite of a declaration need to be looked at.
    if (name && !name.startsWith('utf-')) return name;
  }
  return undefined;
}

/** chardet's names for encodings that the platform knows otherwise. */
const platformNames: Readonly<Record<string, string>> = {
  'ISO-8859-8-I': 'iso-8859-8-i',
  'windows-1252': 'windows-1252',
  ASCII: 'windows-1252',
};

function detected(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, 64 * 1024);
  for (const { name } of analyse(sample)) {
    const encoding = encodingName(platformNames[name] ?? name);
    if (encoding && !encoding.startsWith('utf-') && isValid(sample, encoding, bytes.length)) return encoding;
  }
  return 'windows-1252';
}

/** Whether every byte means something in an encoding; a character that the sample cuts in two counts for none. */
function isValid(sample: Uint8Array, encoding: string, wholeLength: number): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(sample, { stream: sample.length < wholeLength });
    return true;
  } catch {
    return false;
  }
}

function encodingName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

/** Text holds next to no control characters but tabs and line ends. */
function looksBinary(text: string): boolean {
  let controls = 0;
  const length = Math.min(text.length, 8192);
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    const isControl = code < 9 || (code > 13 && code < 32 && code !== 27) || code === 0xfffd;
    if (isControl) controls += 1;
  }
  return controls > 2 + length * 0.1;
}
