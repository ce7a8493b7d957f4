import { parseDate } from '../../dates.ts';
import type { Found } from '../../parsed-document.ts';
import type { ElementNode } from '../nodes.ts';
import type { LinkedNode } from './json-ld.ts';
import { firstMeta, type PageFacts } from './page-facts.ts';
import { type HeadLine, partedText } from './visible-head.ts';
import { dateIn } from './written-dates.ts';

/** When a page says that it was published and last changed. */
export interface PageDates {
  published?: Found<string>;
  updated?: Found<string>;
}

const publishedNames = [
  'article:published_time', 'article:published', 'og:published_time', 'og:article:published_time', 'parsely-pub-date', 'sailthru.date', 'datepublished', 'pubdate', 'publishdate',
  'publish-date', 'publish_date', 'published_date', 'article.published', 'date', 'dc.date', 'dc.date.issued', 'dc.date.created', 'dcterms.created', 'dcterms.date', 'dcterms.issued', 'citation_publication_date', 'citation_date', 'bt:pubdate',
]; // biome-ignore format: a list reads better in lines
const updatedNames = [
  'article:modified_time',
  'article:modified',
  'og:updated_time',
  'datemodified',
  'dcterms.modified',
  'last-modified',
  'lastmod',
  'revised',
];

/**
 * Dates as JSON-LD states them, else meta elements, else what readers see around the title, else the day in the URL.
 * @param lines what stands around the title
 * @param language of the page, for dates in digits
 * @param timeZone of times without offset
 */
export function findDates(
  facts: PageFacts,
  lines: HeadLine[],
  language: string,
  timeZone: string,
): PageDates {
  const shown = shownDates(lines, language, timeZone);
  const published =
    stated(facts, timeZone, 'datePublished', publishedNames) ??
    shown.published ??
    dateInUrl(facts, timeZone) ??
    only(shown.updated);
  const updated = stated(facts, timeZone, 'dateModified', updatedNames) ?? shown.updated;
  return { ...(published && { published }), ...(updated && { updated }) };
}

/** The only date that readers see, even of an update, is nearer to the truth than the time of an upload. */
function only(updated: Found<string> | undefined): Found<string> | undefined {
  return updated && { value: updated.value, from: `${updated.from} (of an update, the only one shown)` };
}

function stated(
  facts: PageFacts,
  timeZone: string,
  member: string,
  names: string[],
): Found<string> | undefined {
  const linked = linkedDate(facts.linked.article, member, timeZone);
  if (linked) return { value: linked, from: `json-ld: ${member}` };
  for (const name of names) {
    for (const value of facts.meta.get(name) ?? []) {
      const date = parseDate(value, timeZone);
      if (date) return { value: date, from: `meta: ${name}` };
    }
  }
  return undefined;
}

function linkedDate(node: LinkedNode | undefined, member: string, timeZone: string): string | undefined {
  const value = node?.[member];
  return typeof value === 'string' ? parseDate(value, timeZone) : undefined;
}

const updateSign =
  /\b(?:updated?|modified|revised|edited|reviewed|aktualisiert|mis à jour|actualizado|aggiornato|atualizado|bijgewerkt|fact[- ]checked|checked|active|as of)\b/i;
const publishSign =
  /\b(?:published|posted|created|first|veröffentlicht|publié|publicado|pubblicato|gepubliceerd|written)\b/i;
const otherSign =
  /\b(?:expires?|deadline|event|starts?|begins?|ends?|born|died|copyright|since|due|until|through|founded|established)\b|©/i;
const dateWords = new Set([
  'date',
  'dates',
  'time',
  'published',
  'publish',
  'posted',
  'timestamp',
  'pubdate',
  'byline',
  'meta',
  'dateline',
]);

function shownDates(lines: HeadLine[], language: string, timeZone: string): PageDates {
  const sorted = [...lines].sort((a, b) => cost(a) - cost(b));
  const dates: PageDates = {};
  for (const line of sorted) {
    const { element, text, words } = line;
    const isTime = element.name === 'time';
    const itemprop = element.attributes.itemprop ?? '';
    const marked = isTime || /\bdate/i.test(itemprop) || words.some((word) => dateWords.has(word));
    if (
      text.length > (marked ? 120 : 60) ||
      line.distance < -150 ||
      line.distance > 700 ||
      otherSign.test(text)
    )
      continue;
    const machine =
      element.attributes.datetime ?? (/\bdate/i.test(itemprop) ? element.attributes.content : undefined);
    const value = (machine && parseDate(machine, timeZone)) || dateIn(text, language, timeZone);
    if (!value) continue;
    const label = `${labelBefore(element, text)} ${text}`;
    const from = isTime ? 'time element' : marked ? 'byline: date' : 'text near the title';
    const isUpdate =
      /dateModified/i.test(itemprop) ||
      words.includes('updated') ||
      words.includes('modified') ||
      (updateSign.test(label) && !publishSign.test(label));
    if (isUpdate) dates.updated ??= { value, from };
    else dates.published ??= { value, from };
  }
  return dates;
}

/** Nearer to the title is likelier; what stands above it is likelier the date of something else. */
const cost = ({ distance }: HeadLine): number => (distance < 0 ? -distance * 3 : distance);

/** The words just before a date, which say what it is the date of; boxes around it may hold them. */
function labelBefore(element: ElementNode, text: string): string {
  let at = element.parent;
  for (let steps = 0; steps < 3 && at !== undefined; steps++, at = at.parent) {
    const around = partedText(at, 200);
    if (around === undefined) return '';
    const start = around.indexOf(text);
    if (start > 1) return around.slice(Math.max(0, start - 30), start);
  }
  return '';
}

/** The day in the address: /2024/05/03/ or /2024-05-03-. */
function dateInUrl(facts: PageFacts, timeZone: string): Found<string> | undefined {
  const canonical = facts.tree.links.find(({ rel }) => rel?.toLowerCase() === 'canonical')?.href;
  for (const url of [canonical, firstMeta(facts, ['og:url'])?.value]) {
    const found = /\/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/_-]|$)/.exec(url ?? '');
    const date = found && dateIn(`${found[1]}-${found[2]}-${found[3]}`, 'en', timeZone);
    if (date) return { value: date, from: 'url' };
  }
  return undefined;
}
