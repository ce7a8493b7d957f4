/** A page as an extractor is given it. */
export interface Page {
  bytes: Uint8Array;
  /** Address it was fetched from; empty when it isn't known. */
  url: string;
}

/** What an extractor says of a page. Empty where it says nothing. */
export interface Extracted {
  title: string;
  authors: string[];
  /** Of publication, ISO 8601 or as the page writes it. */
  date: string;
  /** The article as HTML. */
  html: string;
}

/** One library, or ours, made to answer the same question. */
export interface Extractor {
  /** @throws Error when it can't make an article of the page */
  extract(page: Page): Promise<Extracted>;
}

/** Names of the modules in `extractors/`, with what each is; ours comes first. */
export const extractors = {
  dropwire: 'Dropwire: sanitized HTML, Markdown, text, metadata',
  readability: '@mozilla/readability + linkedom',
  'readability-sanitized': '@mozilla/readability + linkedom + sanitize-html',
  defuddle: 'defuddle + linkedom',
  'article-extractor': '@extractus/article-extractor',
} as const;

export type ExtractorName = keyof typeof extractors;

export const extractorNames = Object.keys(extractors) as ExtractorName[];
