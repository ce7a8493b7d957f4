import type { Media } from '../article/schema.ts';

/** Registered media types by file ending, for media whose type nobody stated. */
const types: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  oga: 'audio/ogg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  ogv: 'video/ogg',
  webm: 'video/webm',
};

/** The media type that an address suggests; undefined when its ending is unknown or of another kind. */
export function mediaType(url: string, kind: Media['kind']): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '';
  const type = Object.hasOwn(types, ending) ? types[ending] : undefined;
  if (ending === 'webm' && kind === 'audio') return 'audio/webm';
  if (ending === 'mp4' && kind === 'audio') return 'audio/mp4';
  return type?.startsWith(`${kind}/`) ? type : undefined;
}
