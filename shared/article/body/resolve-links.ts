import type { ChildNode, Element } from 'domhandler';
import { isTag } from 'domhandler';
import type { EmbeddedMedia } from '../media/embedded-media.ts';
import { embedBytes, embedDataUri } from '../media/embedded-media.ts';
import { inboxUrl } from '../media/inbox-url.ts';
import { bestOfSrcset } from '../media/srcset.ts';
import { elementsOf } from './parse-fragment.ts';

/** What URLs of a body are resolved against, and where the bytes of data: URIs are put. */
export interface LinkContext {
  /** The upload key; relative references without a base name uploads beside it. */
  key: string;
  /** Absolute URL of the page that the body was on. */
  baseUrl?: string;
  /** Files that came inside the document, by the reference that the body uses for them. */
  files?: ReadonlyMap<string, Uint8Array>;
  /** Filled with the files that the body carries inside itself, by their URL. */
  embedded: Map<string, EmbeddedMedia>;
}

/** Attributes in which scripts that load images late keep the real address, best first. */
const lateSources = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-orig-file',
  'data-hi-res-src',
  'data-full-src',
];
const lateSrcsets = ['data-srcset', 'data-lazy-srcset'];

/** Rewrites every reference of a tree in place: absolute, `inbox:` or `embedded:`; what can't be resolved is removed. */
export function resolveLinks(nodes: ChildNode[], context: LinkContext): void {
  for (const element of elementsOf(nodes)) {
    const { name, attribs } = element;
    if (name === 'a') replace(attribs, 'href', linkUrl(attribs.href, context));
    else if (name === 'img') replace(attribs, 'src', imageSource(element, context));
    else if (name === 'video' || name === 'audio') {
      replace(attribs, 'src', mediaUrl(attribs.src ?? sourceChild(element), context));
      if (name === 'video') replace(attribs, 'poster', mediaUrl(attribs.poster, context));
      attribs.controls = '';
    } else if (name === 'iframe')
      replace(attribs, 'src', linkUrl(attribs.src || attribs['data-src'], context));
    if (attribs.cite !== undefined) replace(attribs, 'cite', linkUrl(attribs.cite, context));
  }
}

function replace(attributes: Element['attribs'], name: string, value: string | undefined): void {
  if (value === undefined) delete attributes[name];
  else attributes[name] = value;
}

/** An address for people to follow: http, https or mailto; a fragment of this document stays as it is. */
export function linkUrl(href: string | undefined, context: Pick<LinkContext, 'baseUrl'>): string | undefined {
  const reference = href?.trim();
  if (!reference) return undefined;
  if (/^#[^\s]+$/.test(reference)) return reference;
  const url = absoluteUrl(reference, context.baseUrl);
  return url && /^(https?|mailto):$/.test(url.protocol) ? url.href : undefined;
}

/** An address of a file to show: http or https, an upload beside the article, or bytes inside the document. */
export function mediaUrl(source: string | undefined, context: LinkContext): string | undefined {
  const reference = source?.trim();
  if (!reference) return undefined;
  const file = context.files?.get(reference);
  if (file) return embedBytes(file, context.embedded);
  if (/^data:/i.test(reference)) return embedDataUri(reference, context.embedded);
  if (/^(inbox|embedded):/.test(reference)) return context.embedded.has(reference) ? reference : undefined;
  const url = absoluteUrl(reference, context.baseUrl);
  if (url) return /^https?:$/.test(url.protocol) ? url.href : undefined;
  return context.baseUrl === undefined ? inboxUrl(reference, context.key) : undefined;
}

function absoluteUrl(reference: string, base: string | undefined): URL | undefined {
  const withScheme = reference.startsWith('//') && base === undefined ? `https:${reference}` : reference;
  return URL.parse(withScheme, base) ?? undefined;
}

function imageSource(image: Element, context: LinkContext): string | undefined {
  const { attribs } = image;
  const set =
    lateSrcsets.map((name) => attribs[name]).find(Boolean) ?? attribs.srcset ?? pictureSrcset(image);
  const candidates = [
    set && bestOfSrcset(set),
    ...lateSources.map((name) => attribs[name]),
    isPlaceholder(attribs.src) ? undefined : attribs.src,
    attribs.src,
  ];
  for (const candidate of candidates) {
    const url = mediaUrl(candidate, context);
    if (url) return url;
  }
  return undefined;
}

/** A tiny inline picture stands in for one that a script loads later. */
function isPlaceholder(source: string | undefined): boolean {
  return source !== undefined && /^data:/i.test(source) && source.length < 512;
}

function pictureSrcset(image: Element): string | undefined {
  const picture = image.parent;
  if (!picture || !isTag(picture) || picture.name !== 'picture') return undefined;
  for (const child of picture.children) {
    if (!isTag(child) || child.name !== 'source') continue;
    const set = child.attribs.srcset || child.attribs['data-srcset'];
    if (set && !child.attribs.media) return set;
  }
  return undefined;
}

function sourceChild(element: Element): string | undefined {
  for (const child of element.children) {
    if (isTag(child) && child.name === 'source' && child.attribs.src) return child.attribs.src;
  }
  return undefined;
}
