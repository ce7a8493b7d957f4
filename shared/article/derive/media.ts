import type { ChildNode, Element } from 'domhandler';
import { elementsOf } from '../body/parse-fragment.ts';
import { type LinkContext, mediaUrl } from '../body/resolve-links.ts';
import { cleanField } from '../clean-characters.ts';
import type { Found, ParsedDocument } from '../parsed-document.ts';
import type { Media } from '../schema.ts';

/** What an article shows, and which of it stands for the whole. */
export interface ArticleMedia {
  image?: Found<Media>;
  media: Media[];
}

/** Pictures smaller than this on a side are signs and buttons, not lead images. */
const smallestLead = 150;

/**
 * Lists what a clean body shows, each address once. The lead image is the stated one, else the first picture of the
 * body that isn't known to be small.
 */
export function mediaOf(
  nodes: ChildNode[],
  stated: ParsedDocument['image'],
  links: LinkContext,
): ArticleMedia {
  const media = new Map<string, Media>();
  for (const element of elementsOf(nodes)) {
    const item = mediaOfElement(element, links);
    if (item && !media.has(item.url)) media.set(item.url, item);
  }
  const image = statedImage(stated, media, links) ?? firstLarge([...media.values()]);
  if (image && !media.has(image.value.url)) return { image, media: [image.value, ...media.values()] };
  return { image, media: [...media.values()] };
}

const kinds: Readonly<Record<string, Media['kind']>> = { img: 'image', audio: 'audio', video: 'video' };

function mediaOfElement({ name, attribs }: Element, links: LinkContext): Media | undefined {
  const kind = kinds[name];
  if (!kind || !attribs.src) return undefined;
  const size = kind === 'audio' ? {} : { width: pixels(attribs.width), height: pixels(attribs.height) };
  return withFacts({ url: attribs.src, kind, ...size, alt: cleanField(attribs.alt ?? attribs.title) }, links);
}

/** What the bytes say goes before what the markup claims. */
function withFacts(media: Media, links: LinkContext): Media {
  const known = links.embedded.get(media.url);
  const { content: _, ...facts } = known ?? { content: undefined };
  const { alt } = media;
  const type = typeByEnding(media.url);
  return compact({ ...(type ? { ...media, type } : media), ...facts, alt });
}

function statedImage(
  stated: ParsedDocument['image'],
  media: Map<string, Media>,
  links: LinkContext,
): Found<Media> | undefined {
  const url = mediaUrl(stated?.value.url, links);
  if (!stated || !url) return undefined;
  const { alt, width, height, type } = stated.value;
  const own = compact({
    url,
    kind: 'image' as const,
    width: whole(width),
    height: whole(height),
    type,
    alt: cleanField(alt),
  });
  return { value: { ...withFacts(own, links), ...compact(media.get(url) ?? own) }, from: stated.from };
}

function firstLarge(media: Media[]): Found<Media> | undefined {
  const isLarge = ({ width = smallestLead, height = smallestLead }: Media): boolean =>
    width >= smallestLead && height >= smallestLead;
  const value = media.find((item) => item.kind === 'image' && isLarge(item));
  return value && { value, from: 'first image of the text' };
}

const endings: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', avif: 'image/avif',
  svg: 'image/svg+xml', mp3: 'audio/mpeg', m4a: 'audio/mp4', ogg: 'audio/ogg', wav: 'audio/wav', flac: 'audio/flac',
  mp4: 'video/mp4', webm: 'video/webm',
}; // biome-ignore format: a table reads better in lines

function typeByEnding(url: string): string | undefined {
  const ending = /\.([a-z0-9]{3,4})(?:[?#]|$)/i.exec(url)?.[1]?.toLowerCase();
  return ending === undefined ? undefined : endings[ending];
}

const pixels = (text: string | undefined): number | undefined =>
  whole(text === undefined ? undefined : Number(text));
const whole = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isInteger(value) && value > 0 && value < 100_000 ? value : undefined;

function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
