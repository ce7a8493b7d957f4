import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { XmlElement } from './tree.ts';

/** A kind of XML document that holds articles. */
export interface XmlVocabulary {
  name: string;
  recognizes(root: XmlElement): boolean;
  documents(root: XmlElement, context: ParseContext): ParsedDocument[];
}

/** Namespaces whose elements stand in feeds. */
export const namespaces = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dublinCore: 'http://purl.org/dc/elements/1.1/',
  media: 'http://search.yahoo.com/mrss/',
  itunes: 'http://www.itunes.com/dtds/podcast-1.0.dtd',
  xhtml: 'http://www.w3.org/1999/xhtml',
} as const;
