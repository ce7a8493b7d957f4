import type { Author } from '../../schema.ts';
import { type ElementNode, elementsIn, textOf } from '../nodes.ts';
import { isPersonName, namesInByline, startsWithBy, withoutCredentials } from './person-names.ts';
import type { HeadLine } from './visible-head.ts';
import { holdsDate } from './written-dates.ts';

/** Authors as a reader sees them, and by which sign they were known. */
export interface Byline {
  authors: Author[];
  from: string;
}

const authorPath = /\/(?:authors?|contributors?|writers?|journalists?)\/[^/]/i;
const authorWords = new Set([
  'author',
  'authors',
  'byline',
  'bylines',
  'writer',
  'contributor',
  'contributors',
  'vcard',
]);
const notAuthor = new Set([
  'reviewer',
  'reviewed',
  'editor',
  'comment',
  'comments',
  'related',
  'card',
  'social',
  'avatar',
  'bio',
  'date',
  'time',
  'image',
  'description',
  'title',
  'role',
  'job',
]);

/** Finds the byline around the title. */
export function findByline(lines: HeadLine[]): Byline | undefined {
  return byRelation(lines) ?? byText(lines) ?? byClass(lines) ?? byLink(lines) ?? byNeighbour(lines);
}

/** `rel=author`, `itemprop=author`. */
function byRelation(lines: HeadLine[]): Byline | undefined {
  const marked = lines.filter(({ element: { attributes } }) => {
    const { rel, itemprop } = attributes;
    return (
      (rel !== undefined && /\bauthor\b/i.test(rel)) ||
      (itemprop !== undefined && /\bauthor\b/i.test(itemprop))
    );
  });
  const names: Author[] = [];
  for (const { element } of marked) {
    const named = elementsIn(element).find(({ attributes }) => attributes.itemprop === 'name') ?? element;
    names.push(...people(namesInByline(textOf(named)), element));
  }
  return names.length > 0 ? { authors: distinct(names), from: 'byline: rel=author' } : undefined;
}

/** "By Ada Byron". */
function byText(lines: HeadLine[]): Byline | undefined {
  for (const { element, text } of nearest(lines)) {
    if (text.length > 200 || !startsWithBy(text)) continue;
    const links = elementsIn(element).filter(
      ({ name, attributes }) => name === 'a' && authorPath.test(attributes.href ?? ''),
    );
    const linked = links.flatMap((link) => people(namesInByline(textOf(link)), link));
    const others = /\b(?:review|edit|fact|updat)/i.test(text);
    const names =
      linked.length > 0 && !others
        ? linked
        : people(namesInByline(text), element).filter(({ name }) => /\s/.test(name));
    if (names.length > 0) return { authors: distinct(names), from: 'byline: text' };
  }
  return undefined;
}

function byClass(lines: HeadLine[]): Byline | undefined {
  for (const { element, text, words } of nearest(lines)) {
    if (!words.some((word) => authorWords.has(word)) || words.some((word) => notAuthor.has(word))) continue;
    // WordPress's "author vcard" and boxes for the author's name hold nothing else, whatever it looks like.
    const isName = words.includes('author') && (words.includes('vcard') || words.includes('name'));
    const found =
      isName && text.length < 40 && !/[|:\d]/.test(text) ? [withoutCredentials(text)] : namesInByline(text);
    const names = people(found, element).filter(
      ({ name }) => isName || /\s/.test(name) || startsWithBy(text),
    );
    if (names.length > 0) return { authors: distinct(names), from: 'byline: class' };
  }
  return undefined;
}

function byLink(lines: HeadLine[]): Byline | undefined {
  for (const { element, text, distance } of nearest(lines)) {
    if (distance > 800 || element.name !== 'a' || !authorPath.test(element.attributes.href ?? '')) continue;
    const name = withoutCredentials(text);
    if (isPersonName(name) && /\s/.test(name))
      return { authors: people([name], element), from: 'byline: link' };
  }
  return undefined;
}

const role =
  /\b(?:writer|editor|author|reporter|journalist|founder|co-?founder|ceo|cto|director|manager|marketer|strategist|contributor|specialist|analyst|engineer|consultant|correspondent|columnist|professor)\b/i;
const topicPath = /\/(?:categor|tags?\b|topics?\b|sections?\b|blog\/?$|news\/?$|subjects?\b)/i;

/** A name beside the date or above a role: "3 May 2024 | Ada Byron", "Ada Byron | Senior Writer". */
function byNeighbour(lines: HeadLine[]): Byline | undefined {
  for (const { element, text, distance } of nearest(lines)) {
    if (text.length > 120 || distance > 400 || distance < -80) continue;
    const parts = text.split(/\s*[|•·●]\s*|\s+[–—/-]\s+/).filter((part) => /\w/.test(part));
    if (parts.length < 2 || parts.length > 4) continue;
    const [first = '', second = ''] = parts;
    const hasDate = parts.some(holdsDate);
    const name = role.test(second) ? first : hasDate ? parts.find((part) => !holdsDate(part)) : undefined;
    if (name === undefined || !/^\S+(?: \S+){1,2}$/.test(name) || role.test(name) || !isPersonName(name))
      continue;
    const holder = elementsIn(element).find((inner) => inner.name === 'a' && textOf(inner).includes(name));
    if (holder && topicPath.test(holder.attributes.href ?? '')) continue;
    if (elementsIn(element).some((inner) => inner.classWords.some((word) => topicWords.has(word)))) continue;
    return { authors: people([withoutCredentials(name)], element), from: 'byline: beside date or role' };
  }
  return undefined;
}

const topicWords = new Set([
  'category',
  'categories',
  'tag',
  'tags',
  'topic',
  'topics',
  'breadcrumb',
  'eyebrow',
  'section',
  'title',
  'heading',
]);

const nearest = (lines: HeadLine[]): HeadLine[] =>
  [...lines].sort(
    (a, b) =>
      Math.abs(a.distance) * (a.distance < 0 ? 3 : 1) - Math.abs(b.distance) * (b.distance < 0 ? 3 : 1),
  );

export function people(names: string[], element: ElementNode): Author[] {
  const href =
    names.length === 1
      ? (element.name === 'a' ? element : elementsIn(element).find(({ name }) => name === 'a'))?.attributes
          .href
      : undefined;
  const url =
    href !== undefined && /^https?:\/\//i.test(href) && authorPath.test(href)
      ? URL.parse(href)?.href
      : undefined;
  return names.map((name) => (url === undefined ? { name } : { name, url }));
}

export function distinct(authors: Author[]): Author[] {
  const known = new Map<string, Author>();
  for (const author of authors)
    if (!known.has(author.name.toLowerCase())) known.set(author.name.toLowerCase(), author);
  return [...known.values()];
}
