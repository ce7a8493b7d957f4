import { createHash } from 'node:crypto';

/**
 * How revisions name media: this, and the name of the file in the store. The site's address takes its place when
 * a revision is published, so that revisions don't depend on where the site lives.
 */
export const mediaScheme = 'dropwire-media:';

/** Name of a media file by its content: SHA-256 in hex and the usual ending. */
export function mediaName(bytes: Uint8Array, extension: string): string {
  return `${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
}
