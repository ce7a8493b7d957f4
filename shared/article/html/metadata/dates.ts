import { parseDate } from '../../dates.ts';
import type { Found } from '../../parsed-document.ts';
import type { PageFacts } from './page-facts.ts';

/** When the page says it was published and last changed. */
export function findDates(
  facts: PageFacts,
  timeZone: string,
): { published?: Found<string>; updated?: Found<string> } {
  return {
    published: find(facts, timeZone, 'datePublished', [
      'article:published_time',
      'article:published',
      'og:published_time',
      'parsely-pub-date',
      'sailthru.date',
      'datepublished',
      'pubdate',
      'publishdate',
      'publish-date',
      'date',
      'dc.date',
      'dc.date.issued',
      'dcterms.created',
      'citation_publication_date',
    ]),
    updated: find(facts, timeZone, 'dateModified', [
      'article:modified_time',
      'og:updated_time',
      'datemodified',
      'last-modified',
    ]),
  };
}

function find(
  facts: PageFacts,
  timeZone: string,
  member: string,
  names: string[],
): Found<string> | undefined {
  for (const node of [facts.linked.article, facts.linked.page]) {
    const value = node?.[member];
    const date = typeof value === 'string' ? parseDate(value, timeZone) : undefined;
    if (date) return { value: date, from: `json-ld: ${member}` };
  }
  for (const name of names) {
    for (const value of facts.meta.get(name) ?? []) {
      const date = parseDate(value, timeZone);
      if (date) return { value: date, from: `meta: ${name}` };
    }
  }
  return undefined;
}
