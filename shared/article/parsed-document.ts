import type { SiteSettings } from '../site-settings.ts';
import type { Article, Author, Media } from './schema.ts';

/** A value and where in the document it was found, such as `json-ld: datePublished`. */
export interface Found<T> {
  value: T;
  from: string;
}

/** What a format parser knows besides the document itself. */
export interface ParseContext {
  /** The upload key: its file name and folders may speak for the article. */
  key: string;
  /** Site settings: time zone of local times, default language. */
  site: SiteSettings;
}

/**
 * What a format parser makes of one document: the body as HTML that nobody has cleaned yet, and what the document
 * states about itself. A field the document doesn't support stays absent; later stages fill in what can be derived.
 */
export interface ParsedDocument {
  /** Names the parser, as recorded in `source.format`. */
  format: string;
  /** The body without its title, as an HTML fragment; not sanitized. */
  html: string;
  /** Whether it is an entry of a feed or export, for which the name of the file doesn't speak. */
  isEntry?: boolean;
  /** Against which relative URLs of the body are resolved; absent: they name uploads beside the article. */
  baseUrl?: string;
  /** Files that came inside the document, by the reference that the body uses for them. */
  files?: ReadonlyMap<string, Uint8Array>;
  statedId?: Found<string>;
  slug?: Found<string>;
  title?: Found<string>;
  summary?: Found<string>;
  authors?: Found<Author[]>;
  section?: Found<string>;
  tags?: Found<string[]>;
  language?: Found<string>;
  /** Instants are UTC, ISO 8601 with milliseconds. */
  published?: Found<string>;
  updated?: Found<string>;
  embargo?: Found<string>;
  draft?: Found<boolean>;
  status?: Found<Article['status']>;
  canonicalUrl?: Found<string>;
  image?: Found<Pick<Media, 'url' | 'alt' | 'width' | 'height' | 'type'>>;
}
