import type { Media } from '../schema.ts';
import { imageSize } from './image-size.ts';
import { endingsOf, extensionOf, sniff } from './sniff.ts';

/** A file of media as known from its bytes. */
export interface MediaFacts extends Pick<Media, 'kind' | 'width' | 'height'> {
  /** Media type, such as image/jpeg. */
  type: string;
  /** Usual ending of such files, without the dot. */
  extension: string;
}

/** What bytes are, if they are a picture, sound or film that pages can show. */
export function recognizeMediaBytes(bytes: Uint8Array): MediaFacts | undefined {
  const found = sniff(bytes);
  if (!found?.media) return undefined;
  const size = found.media === 'image' ? imageSize(bytes, found.type) : undefined;
  return { kind: found.media, type: found.type, extension: found.extensions[0] ?? 'bin', ...size };
}

/**
 * Media that an upload is, by content and by name: both must say so, since a picture under the name of a text
 * is more likely a mistake than an illustration. A picture under the ending of another format is one nevertheless:
 * servers and programs convert them and keep the name.
 * @returns undefined when the upload is to be read as a document; also a picture that is cut short
 */
export function recognizeMedia(
  key: string,
  bytes: Uint8Array,
): (Omit<Media, 'url'> & { type: string; bytes: number }) | undefined {
  const facts = recognizeMediaBytes(bytes);
  if (!facts || !endingsOf(facts.kind).has(extensionOf(key))) return undefined;
  if (facts.kind === 'image' && facts.width === undefined) return undefined;
  const { extension: _, ...media } = facts;
  return { ...media, bytes: bytes.length };
}
