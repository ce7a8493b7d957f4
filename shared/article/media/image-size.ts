/** Width and height in pixels. */
export interface ImageSize {
  width: number;
  height: number;
}

type Reader = (view: DataView) => ImageSize | undefined;

/** One reader a format; each gets the whole file and returns nothing when it is cut short or odd. */
const readers: Readonly<Record<string, Reader>> = {
  'image/png': (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  'image/gif': (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
  'image/avif': avifSize,
};

/** The size of a picture from its header. */
export function imageSize(bytes: Uint8Array, type: string): ImageSize | undefined {
  try {
    const size = readers[type]?.(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Walks the segments to the start of frame (ITU-T T.81, annex B); turned by Exif orientations 5 to 8. */
function jpegSize(view: DataView): ImageSize | undefined {
  let turned = false;
  let offset = 2;
  while (view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1);
    const length = view.getUint16(offset + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [height, width] = [view.getUint16(offset + 5), view.getUint16(offset + 7)];
      return turned ? { width: height, height: width } : { width, height };
    }
    if (marker === 0xe1) turned ||= isTurned(view, offset + 4);
    offset += 2 + length;
  }
  return undefined;
}

/** The orientation tag (0x0112) of an Exif segment. */
function isTurned(view: DataView, start: number): boolean {
  if (view.getUint32(start) !== 0x45786966) return false;
  const tiff = start + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const count = Math.min(view.getUint16(directory, little), 64);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little) >= 5;
  }
  return false;
}

/** The three kinds of WebP (RFC 9649, section 2). */
function webpSize(view: DataView): ImageSize | undefined {
  const kind = view.getUint32(12);
  if (kind === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (kind === 0x56503820) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  if (kind !== 0x5650384c) return undefined;
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
}

const uint24 = (view: DataView, offset: number): number =>
  view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);

/** The first image spatial extents box (ISO/IEC 23008-12, 6.5.3), which stands near the start. */
function avifSize(view: DataView): ImageSize | undefined {
  const end = Math.min(view.byteLength - 16, 65_536);
  for (let offset = 0; offset < end; offset += 1) {
    if (view.getUint32(offset) === 0x69737065) {
      return { width: view.getUint32(offset + 8), height: view.getUint32(offset + 12) };
    }
  }
  return undefined;
}
