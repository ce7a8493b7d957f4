import { RejectedUploadError } from '../errors.ts';
import { endingsOf, extensionOf, type Sniffed, sniff } from './media/sniff.ts';

/** What each kind of binary file is best turned into before it is uploaded. */
const advice: Readonly<Record<string, string>> = {
  'application/pdf': 'Upload the text itself: a Word file (.docx), HTML, Markdown or plain text.',
  'application/rtf': 'Save it as a Word file (.docx) or as HTML and upload that.',
  'application/x-ole-storage': 'Save it as .docx and upload that.',
  'application/zip': 'Unpack it and upload its files one by one.',
};

/** The binary format of an upload, if it is one that articles come in; undefined for text. */
export type BinaryFormat = 'docx';

/**
 * Tells binary uploads from text by their first bytes.
 * @throws RejectedUploadError `binary-content`, naming what the file is and what to do
 */
export function detectBinary(bytes: Uint8Array): BinaryFormat | undefined {
  const found = sniff(bytes);
  if (!found) return undefined;
  if (isDocx(found, bytes)) return 'docx';
  const isMedia = found.type.startsWith('image/') || found.media !== undefined;
  const what = isMedia
    ? `Give it its usual ending${found.extensions[0] ? ` (.${found.extensions[0]})` : ''} if an article shows it, or upload the article’s text.`
    : 'Upload the article as HTML, Markdown, plain text, .docx, JSON or XML.';
  throw new RejectedUploadError(
    'binary-content',
    `The file is ${found.label}, not an article. ${advice[found.type] ?? what}`,
  );
}

/**
 * Keeps what is named as a picture, sound or film and is none from being read as an article: it is a server's error
 * page saved under that name, or an upload that broke off.
 * @param name of a file that was not recognized as media
 * @throws RejectedUploadError `media-broken`
 */
export function refuseBrokenMedia(name: string): void {
  const extension = extensionOf(name);
  const kinds = [
    ['image', 'a picture'],
    ['audio', 'a sound recording'],
    ['video', 'a film'],
  ] as const;
  const named = kinds.find(([kind]) => endingsOf(kind).has(extension));
  if (!named) return;
  throw new RejectedUploadError(
    'media-broken',
    `The file is named as ${named[1]} (.${extension}), but it is none, or it is cut short. Look at it and upload it again.`,
  );
}

/** A ZIP archive whose directory names Word's main part (ECMA-376, part 1, 11.3.10). */
function isDocx(found: Sniffed, bytes: Uint8Array): boolean {
  if (found.type !== 'application/zip') return false;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('word/document', 0, 'latin1');
}
