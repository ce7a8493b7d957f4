import type { Article } from '../article/schema.ts';
import { canaryFeed } from '../resources/canary.ts';
import { slugify } from '../slug.ts';

/** A feed that an article belongs to. */
export interface FeedRef {
  /** `all`, `tags/<slug>`, `sections/<slug>`, `authors/<slug>` or `languages/<code>`: also its folder on the site. */
  feed: string;
  /** What the article calls it: the tag, section or author as spelled there, the language's code. */
  label: string;
}

/** Whether no page, list, sitemap, event or log of the site may tell of a feed. */
export const isUnlisted = (feed: string): boolean => feed === canaryFeed.feed || feed.startsWith('private/');

/**
 * DynamoDB allows 100 actions in a transaction and moving an article takes up to four a feed,
 * so only so many tags and authors of one article get feeds; the article itself keeps them all.
 */
export const maxTagFeeds = 12;
export const maxAuthorFeeds = 6;

/** The feeds of an article: everything, its tags, section, authors and language; each once, in that order. */
export function feedsOf(article: Pick<Article, 'tags' | 'section' | 'authors' | 'language'>): FeedRef[] {
  const named: FeedRef[] = [
    { feed: 'all', label: '' },
    ...refs('tags', article.tags, maxTagFeeds),
    ...refs('sections', article.section === undefined ? [] : [article.section], 1),
    ...refs(
      'authors',
      article.authors.map((author) => author.name),
      maxAuthorFeeds,
    ),
    { feed: `languages/${article.language.toLowerCase()}`, label: article.language },
  ];
  return [...new Map(named.reverse().map((ref) => [ref.feed, ref])).values()].reverse();
}

function refs(kind: string, labels: string[], most: number): FeedRef[] {
  return labels
    .map((label) => ({ slug: slugify(label), label }))
    .filter(({ slug }) => slug !== '')
    .slice(0, most)
    .map(({ slug, label }) => ({ feed: `${kind}/${slug}`, label }));
}
