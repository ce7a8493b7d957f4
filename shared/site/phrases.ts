/** What pages say themselves, besides the articles. */
export interface Phrases {
  /** BCP 47 language of these phrases. */
  language: string;
  skip: string;
  subscribe: string;
  subscribeHint: string;
  allFeeds: string;
  sections: string;
  tags: string;
  authors: string;
  languages: string;
  archive: string;
  older: string;
  newer: string;
  newest: string;
  nothingYet: string;
  by: string;
  updated: string;
  minutes: (count: number) => string;
  notFound: string;
  notFoundHint: string;
  otherForms: string;
  firstPublishedAt: string;
}

const english: Phrases = {
  language: 'en',
  skip: 'Skip to the text',
  subscribe: 'Subscribe',
  subscribeHint: 'Give one of these addresses to your feed reader. A click selects all of it.',
  allFeeds: 'All feeds (OPML)',
  sections: 'Sections',
  tags: 'Tags',
  authors: 'Authors',
  languages: 'Languages',
  archive: 'Archive',
  older: 'Older',
  newer: 'Newer',
  newest: 'Newest',
  nothingYet: 'Nothing has been published here yet.',
  by: 'By',
  updated: 'Updated',
  minutes: (count) => `${count} min read`,
  notFound: 'There is no such page',
  notFoundHint: 'It may have been withdrawn, or the address may be mistyped.',
  otherForms: 'This article as',
  firstPublishedAt: 'First published at',
};

/** The phrases for a site: in its language where they exist, else in English. @param language BCP 47 */
export function phrasesFor(_language: string): Phrases {
  return english;
}
