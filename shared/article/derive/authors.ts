import { cleanField, cleanLine } from '../clean-characters.ts';
import type { Author } from '../schema.ts';

/** Most authors that an article keeps. */
const maxAuthors = 50;

/**
 * Authors from a value as documents write it: a name, names in one string, a list of names or of objects with name
 * and address.
 * @returns undefined when the value can't be one
 */
export function authorsOf(value: unknown): Author[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const authors: Author[] = [];
  for (const item of list.slice(0, maxAuthors)) {
    if (typeof item === 'string') authors.push(...namesIn(item).map((name) => ({ name })));
    else if (typeof item === 'object' && item !== null) {
      const author = authorOf(new Map<string, unknown>(Object.entries(item)));
      if (!author) return undefined;
      authors.push(author);
    } else if (item !== null && item !== undefined) return undefined;
  }
  return distinctAuthors(authors);
}

function authorOf(members: Map<string, unknown>): Author | undefined {
  const name = ['name', 'displayName', 'title', 'label']
    .map((key) => members.get(key))
    .find((text) => typeof text === 'string');
  const clean = typeof name === 'string' ? cleanField(name) : undefined;
  if (clean === undefined) return undefined;
  const url = ['url', 'homepage', 'link', 'website', 'uri']
    .map((key) => members.get(key))
    .find((text) => typeof text === 'string');
  return withUrl(clean, typeof url === 'string' ? url : undefined);
}

/** An author, with an address if it is one that people can open. */
export function withUrl(name: string, url: string | undefined): Author {
  const parsed = url === undefined ? null : URL.parse(url.trim());
  return parsed && /^https?:$/.test(parsed.protocol) ? { name, url: parsed.href } : { name };
}

/** Each author once, by name without case; the first spelling and any address stay. */
export function distinctAuthors(authors: Author[]): Author[] {
  const byName = new Map<string, Author>();
  for (const author of authors) {
    const key = author.name.toLowerCase();
    const known = byName.get(key);
    if (!known) byName.set(key, author);
    else if (known.url === undefined && author.url !== undefined)
      byName.set(key, { ...known, url: author.url });
  }
  return [...byName.values()].slice(0, maxAuthors);
}

/** Characters of a byline that are read. */
const maxByline = 4000;

/** Names in one string: "By Ada Byron, Max Frei and Li Na". A comma between single words may be "Byron, Ada". */
export function namesIn(text: string): string[] {
  const line = cleanLine(text.slice(0, maxByline))
    .replace(/^(?:(?:written|words|story|report(?:ed)?|text)\s+)?by\b:?\s+/i, '')
    .replace(/^(?:von|par|por|door|av|af):?\s+(?=\S+\s+\S)/i, '')
    .replace(/<[^<>\s]*@[^<>\s]*>/g, '')
    .replace(/\s*\([^()\s]*@[^()\s]*\)/g, '');
  const parts = line.split(/\s*(?:;|\s&\s|\s+and\s+|\s\|\s)\s*/i);
  return parts
    .flatMap((part) => {
      const pieces = part.split(/\s*,\s*/).filter(Boolean);
      const people = pieces.filter((piece) => !isAgency(piece));
      return people.length > 0 && people.every((piece) => /\S\s+\S/.test(piece))
        ? people
        : [pieces.join(', ')];
    })
    .map((name) => name.replace(/^(?:and|&)\s+/i, '').trim())
    .filter((name) => /\p{L}/u.test(name) && name.length <= 120);
}

/** What stands after a name in a news agency's byline: "dpa", "AP", "AFP". */
const isAgency = (piece: string): boolean =>
  /^(?:\p{Ll}{2,6}|\p{Lu}{2,6})$/u.test(piece) && !/^(?:jr|sr|ii|iii|iv|md|phd|obe|cbe)$/i.test(piece);
