import type { Found } from '../../parsed-document.ts';
import type { LinkedNode } from './json-ld.ts';
import { type PageFacts, saysArticle } from './page-facts.ts';
import { pageAddress } from './site-names.ts';
import { type DateReading, instantOf } from './written-dates.ts';

/** When a page says that it was published and last changed. */
export interface PageDates {
  published?: Found<string>;
  updated?: Found<string>;
}

interface DateNames {
  /** Member of schema.org nodes. */
  member: string;
  /** Names of meta elements, the most telling first. */
  metas: string[];
  /** Names that systems make up of the same words: `cms-published-date`. */
  similar: RegExp;
}

const published: DateNames = {
  member: 'datePublished',
  metas: [
    'article:published_time', 'article:published', 'og:published_time', 'og:article:published_time', 'parsely-pub-date', 'sailthru.date', 'datepublished', 'pubdate', 'publishdate',
    'publish-date', 'publish_date', 'published_date', 'article.published', 'date', 'dc.date.issued', 'dcterms.issued', 'dc.date', 'dc.date.created', 'dcterms.created', 'dcterms.date', 'citation_publication_date', 'citation_date', 'bt:pubdate',
  ], // biome-ignore format: a list reads better in lines
  similar:
    /(?:^|[.:_-])(?:(?:publish(?:ed)?|publication|pub|posted)(?:[._-]?(?:date|time|on|at))?|date[._-]?(?:published|posted|issued))$/,
};
const updated: DateNames = {
  member: 'dateModified',
  metas: [
    'article:modified_time', 'article:modified', 'og:updated_time', 'datemodified', 'dcterms.modified', 'last-modified', 'lastmod', 'revised',
  ], // biome-ignore format: a list reads better in lines
  similar:
    /(?:^|[.:_-])(?:(?:modified|updated)(?:[._-]?(?:date|time|on|at))?|date[._-]?(?:modified|updated))$/,
};

/**
 * Dates as JSON-LD states them for the article, else meta elements. What a site's
 * first page states is when the site began; what systems state for pages that are no articles, when someone made them.
 */
export function statedDates(facts: PageFacts, reading: DateReading): PageDates {
  if (pageAddress(facts)?.pathname === '/') return {};
  const dates = { published: stated(facts, reading, published), updated: stated(facts, reading, updated) };
  return {
    ...(dates.published && { published: dates.published }),
    ...(dates.updated && { updated: dates.updated }),
  };
}

function stated(facts: PageFacts, reading: DateReading, names: DateNames): Found<string> | undefined {
  const linked = linkedDate(facts.linked.article, names.member, reading);
  if (linked) return { value: linked, from: `json-ld: ${names.member}` };
  const similar = [...facts.meta.keys()].filter(
    (name) => names.similar.test(name) && !names.metas.includes(name),
  );
  if (!saysArticle(facts)) return undefined;
  for (const name of [...names.metas, ...similar]) {
    for (const value of facts.meta.get(name) ?? []) {
      const date = instantOf(value, reading);
      if (date) return { value: date, from: `meta: ${name}` };
    }
  }
  return undefined;
}

function linkedDate(node: LinkedNode | undefined, member: string, reading: DateReading): string | undefined {
  const value = node?.[member];
  return typeof value === 'string' ? instantOf(value, reading) : undefined;
}
