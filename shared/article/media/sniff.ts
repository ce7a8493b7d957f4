/** What a file is by its first bytes. */
export interface Sniffed {
  /** For people: "a JPEG image". */
  label: string;
  /** Media type. */
  type: string;
  /** Endings that name such files; the usual one first. */
  extensions: readonly string[];
  /** Set for what pages can show. */
  media?: 'image' | 'audio' | 'video';
}

interface Signature extends Sniffed {
  /** Bytes in Latin-1, at `offset`; `?` stands for any byte. */
  magic: string;
  offset?: number;
}

/** After WHATWG MIME Sniffing, section 6, and the formats' own specifications. Longer signatures first. */
const signatures: readonly Signature[] = [
  {
    magic: '\xff\xd8\xff',
    label: 'a JPEG image',
    type: 'image/jpeg',
    extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
    media: 'image',
  },
  {
    magic: '\x89PNG\r\n\x1a\n',
    label: 'a PNG image',
    type: 'image/png',
    extensions: ['png', 'apng'],
    media: 'image',
  },
  { magic: 'GIF87a', label: 'a GIF image', type: 'image/gif', extensions: ['gif'], media: 'image' },
  { magic: 'GIF89a', label: 'a GIF image', type: 'image/gif', extensions: ['gif'], media: 'image' },
  {
    magic: 'RIFF????WEBPVP',
    label: 'a WebP image',
    type: 'image/webp',
    extensions: ['webp'],
    media: 'image',
  },
  {
    magic: 'ftypavif',
    offset: 4,
    label: 'an AVIF image',
    type: 'image/avif',
    extensions: ['avif'],
    media: 'image',
  },
  {
    magic: 'ftypavis',
    offset: 4,
    label: 'an AVIF image',
    type: 'image/avif',
    extensions: ['avif'],
    media: 'image',
  },
  { magic: 'ftypheic', offset: 4, label: 'a HEIC image', type: 'image/heic', extensions: ['heic', 'heif'] },
  { magic: 'ftypmif1', offset: 4, label: 'a HEIF image', type: 'image/heif', extensions: ['heif', 'heic'] },
  { magic: 'BM????\0\0\0\0', label: 'a BMP image', type: 'image/bmp', extensions: ['bmp'] },
  { magic: 'II*\0', label: 'a TIFF image', type: 'image/tiff', extensions: ['tif', 'tiff'] },
  { magic: 'MM\0*', label: 'a TIFF image', type: 'image/tiff', extensions: ['tif', 'tiff'] },
  { magic: '\0\0\x01\0', label: 'an icon', type: 'image/x-icon', extensions: ['ico'] },
  { magic: '8BPS\0', label: 'a Photoshop file', type: 'image/vnd.adobe.photoshop', extensions: ['psd'] },
  { magic: 'ID3\x03', label: 'an MP3 recording', type: 'audio/mpeg', extensions: ['mp3'], media: 'audio' },
  { magic: 'ID3\x04', label: 'an MP3 recording', type: 'audio/mpeg', extensions: ['mp3'], media: 'audio' },
  { magic: 'ID3\x02', label: 'an MP3 recording', type: 'audio/mpeg', extensions: ['mp3'], media: 'audio' },
  {
    magic: 'OggS\0',
    label: 'an Ogg recording',
    type: 'audio/ogg',
    extensions: ['ogg', 'oga', 'opus'],
    media: 'audio',
  },
  { magic: 'fLaC\0', label: 'a FLAC recording', type: 'audio/flac', extensions: ['flac'], media: 'audio' },
  { magic: 'RIFF????WAVE', label: 'a WAV recording', type: 'audio/wav', extensions: ['wav'], media: 'audio' },
  {
    magic: 'ftypM4A',
    offset: 4,
    label: 'an M4A recording',
    type: 'audio/mp4',
    extensions: ['m4a'],
    media: 'audio',
  },
  {
    magic: 'ftypqt',
    offset: 4,
    label: 'a QuickTime film',
    type: 'video/quicktime',
    extensions: ['mov', 'qt'],
  },
  {
    magic: 'ftyp',
    offset: 4,
    label: 'an MP4 film',
    type: 'video/mp4',
    extensions: ['mp4', 'm4v'],
    media: 'video',
  },
  {
    magic: '\x1a\x45\xdf\xa3',
    label: 'a WebM film',
    type: 'video/webm',
    extensions: ['webm'],
    media: 'video',
  },
  { magic: 'RIFF????AVI ', label: 'an AVI film', type: 'video/x-msvideo', extensions: ['avi'] },
  { magic: '%PDF-', label: 'a PDF', type: 'application/pdf', extensions: ['pdf'] },
  { magic: '{\\rtf', label: 'an RTF document', type: 'application/rtf', extensions: ['rtf'] },
  {
    magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    label: 'an old Office document (.doc, .xls)',
    type: 'application/x-ole-storage',
    extensions: ['doc', 'xls', 'ppt', 'msi'],
  },
  { magic: 'PK\x03\x04', label: 'a ZIP archive', type: 'application/zip', extensions: ['zip'] },
  { magic: 'PK\x05\x06', label: 'an empty ZIP archive', type: 'application/zip', extensions: ['zip'] },
  { magic: '\x1f\x8b', label: 'a gzip file', type: 'application/gzip', extensions: ['gz'] },
  { magic: 'BZh?1AY&SY', label: 'a bzip2 file', type: 'application/x-bzip2', extensions: ['bz2'] },
  { magic: '\xfd7zXZ\0', label: 'an xz file', type: 'application/x-xz', extensions: ['xz'] },
  {
    magic: '7z\xbc\xaf\x27\x1c',
    label: 'a 7-Zip archive',
    type: 'application/x-7z-compressed',
    extensions: ['7z'],
  },
  { magic: 'Rar!\x1a\x07', label: 'a RAR archive', type: 'application/vnd.rar', extensions: ['rar'] },
  { magic: '\x28\xb5\x2f\xfd', label: 'a Zstandard file', type: 'application/zstd', extensions: ['zst'] },
  { magic: 'ustar', offset: 257, label: 'a tar archive', type: 'application/x-tar', extensions: ['tar'] },
  { magic: '\x7fELF', label: 'a program', type: 'application/x-elf', extensions: [] },
  { magic: 'wOFF', label: 'a font', type: 'font/woff', extensions: ['woff'] },
  { magic: 'wOF2', label: 'a font', type: 'font/woff2', extensions: ['woff2'] },
  {
    magic: 'SQLite format 3\0',
    label: 'an SQLite database',
    type: 'application/vnd.sqlite3',
    extensions: ['db', 'sqlite'],
  },
];

/** Endings by which files of a kind go that pages can show. */
export function endingsOf(kind: NonNullable<Sniffed['media']>): Set<string> {
  return new Set(signatures.filter(({ media }) => media === kind).flatMap(({ extensions }) => extensions));
}

/** What bytes are, if they are in a well-known binary format; undefined for text and for the unknown. */
export function sniff(bytes: Uint8Array): Sniffed | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1');
  return signatures.find(({ magic, offset = 0 }) => standsAt(head, magic, offset)) ?? mpegAudio(bytes);
}

function standsAt(head: string, magic: string, offset: number): boolean {
  if (head.length < offset + magic.length) return false;
  for (let index = 0; index < magic.length; index += 1) {
    if (magic[index] !== '?' && magic[index] !== head[offset + index]) return false;
  }
  return true;
}

/** MP3 without an ID3 tag: a frame header (ISO 11172-3, 2.4.1.3) whose bit rate and sampling rate are valid. */
function mpegAudio(bytes: Uint8Array): Sniffed | undefined {
  const [first = 0, second = 0, third = 0] = bytes;
  const isFrame = first === 0xff && [0xfb, 0xfa, 0xf3, 0xf2].includes(second);
  const isValid = third >> 4 !== 0 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
  return isFrame && isValid ? signatures.find(({ type }) => type === 'audio/mpeg') : undefined;
}

/** The ending of a key in lower case, without the dot; empty when it has none. */
export function extensionOf(key: string): string {
  return /[^/]\.([A-Za-z0-9]{1,10})$/.exec(key)?.[1]?.toLowerCase() ?? '';
}
