import { createHash } from 'node:crypto';
import type { Media } from '../schema.ts';
import { recognizeMediaBytes } from './recognize-media.ts';

/** A file that came inside a document (a data: URI, a picture of a Word file), to be stored beside the article. */
export interface EmbeddedMedia extends Media {
  /** `embedded:<sha-256 in hex>.<extension>`: names the content, so that equal files are stored once. */
  url: string;
  type: string;
  content: Uint8Array;
}

/** Files inside documents larger than this are left out. */
const maxBytes = 20 * 1024 * 1024;

/**
 * Takes the bytes out of a data: URI (RFC 2397) if they are a picture, sound or film by their content.
 * @returns the address they are known by from now on
 */
export function embedDataUri(uri: string, embedded: Map<string, EmbeddedMedia>): string | undefined {
  if (uri.length > maxBytes * 1.4) return undefined;
  const comma = uri.indexOf(',');
  if (comma < 0) return undefined;
  const data = uri.slice(comma + 1);
  const content = /;\s*base64\s*$/i.test(uri.slice(0, comma).slice(-40))
    ? Buffer.from(unescaped(data), 'base64')
    : undefined;
  return content && embedBytes(content, embedded);
}

/** Registers bytes under the address that their content gives them. */
export function embedBytes(content: Uint8Array, embedded: Map<string, EmbeddedMedia>): string | undefined {
  if (content.length > maxBytes) return undefined;
  const media = recognizeMediaBytes(content);
  if (!media) return undefined;
  const url = `embedded:${createHash('sha256').update(content).digest('hex')}.${media.extension}`;
  const { extension: _, ...facts } = media;
  embedded.set(url, { ...facts, url, bytes: content.length, content });
  return url;
}

function unescaped(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}
