import { allPhrases } from './translations.ts';

/** What pages say themselves, besides the articles. */
export interface Phrases {
  /** BCP 47 language of these phrases. */
  language: string;
  skip: string;
  subscribe: string;
  subscribeHint: string;
  /** Comes before the names of feed readers. */
  openIn: string;
  /** A feed reader that is installed on the reader's machine. */
  readerApp: string;
  allFeeds: string;
  sections: string;
  tags: string;
  authors: string;
  languages: string;
  archive: string;
  older: string;
  newer: string;
  newest: string;
  /** Names the links to the articles before and after one. */
  neighbours: string;
  previous: string;
  next: string;
  nothingYet: string;
  updated: string;
  /** How long an article takes to read. */
  minutes: (count: number) => string;
  notFound: string;
  notFoundHint: string;
  gone: string;
  goneHint: string;
  /** Comes before the names of other formats. */
  otherForms: string;
  /** Comes before the name of another site. */
  firstPublishedAt: string;
  /** Names a table that can be scrolled and has no caption of its own. */
  table: string;
  /** Comes before the name of a site that shows a film. */
  watchAt: string;
}

/** The phrases for a site: in its language where they exist, else in English. @param language BCP 47 */
export function phrasesFor(language: string): Phrases {
  const primary = language.toLowerCase().split('-')[0] ?? '';
  return allPhrases.find((phrases) => phrases.language === primary) ?? allPhrases[0];
}
