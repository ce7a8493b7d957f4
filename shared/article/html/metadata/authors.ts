import { distinctAuthors, namesIn, withUrl } from '../../derive/authors.ts';
import type { Found } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
import { type Byline, findByline } from './byline.ts';
import { findAuthorBox, findCredit } from './credits.ts';
import { isNode, listOf, typesOf } from './json-ld.ts';
import type { PageFacts } from './page-facts.ts';
import {
  isAccount,
  isAuthorLabel,
  isCompany,
  isHandle,
  isPersonName,
  isPlaceholder,
  startsWithBy,
  withoutCredentials,
} from './person-names.ts';
import { fold, plainText } from './plain-text.ts';
import { isSiteName } from './site-names.ts';
import type { HeadLine } from './visible-head.ts';

const metaNames = [
  'author',
  'article:author',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'citation_author',
  'byl',
];

/**
 * The authors: as JSON-LD states them, else meta elements, else the byline that readers see. The site itself and names
 * of accounts are not taken for authors.
 * @param lines what stands around the title
 * @param sites the site's names, folded
 */
export function findAuthors(
  facts: PageFacts,
  lines: HeadLine[],
  sites: ReadonlySet<string>,
): Found<Author[]> | undefined {
  const bylines = lines.filter(({ text, distance }) => text.length <= 120 && distance > -200);
  const isShown = (name: string): boolean =>
    bylines.some(({ text, words }) => {
      const line = fold(text);
      return startsWithBy(text) || words.includes('author') || words.includes('byline')
        ? ` ${line} `.includes(` ${fold(name)} `)
        : false;
    });
  // A site's own name and an account's name stand in metadata by default: they count where readers see them.
  const clean = (authors: Author[]): Author[] =>
    distinctAuthors(
      authors.filter(
        ({ name }) =>
          !isPlaceholder(name) &&
          (isShown(name) ||
            (!isAccount(name) && !isCompany(name) && (!isSiteName(name, sites) || isFullName(name)))),
      ),
    );
  const stated = [
    { value: clean(linkedAuthors(facts, sites)), from: 'json-ld: author' },
    ...metaNames.map((name) => ({ value: clean(metaAuthors(facts, name)), from: `meta: ${name}` })),
  ].find(({ value }) => value.length > 0);
  const found = (byline: Byline | undefined): Found<Author[]> | undefined => {
    const value = byline === undefined ? [] : withoutSite(clean(byline.authors), sites);
    return byline && value.length > 0 ? { value, from: byline.from } : undefined;
  };
  const shown = found(findByline(lines));
  if (stated === undefined) {
    return (
      shown ??
      labelledAuthors(facts) ??
      found(findCredit(facts.tree.body)) ??
      found(findAuthorBox(facts.tree.body))
    );
  }
  const isWeak = stated.value.every(({ name }) => isSiteName(name, sites) || !/\s/.test(name));
  return shown && (isWeak || holdsMore(shown.value, stated.value)) ? shown : stated;
}

/** "Ada Byron, The Bay Courier" is by Ada Byron. */
function withoutSite(authors: Author[], sites: ReadonlySet<string>): Author[] {
  const people = authors.filter(({ name }) => !isSiteName(name, sites));
  return people.length > 0 ? people : authors;
}

/** Metadata often names the first of several authors, or the one who uploaded the text. */
function holdsMore(shown: Author[], stated: Author[]): boolean {
  const names = new Set(shown.map(({ name }) => fold(name)));
  return shown.length > stated.length && stated.every(({ name }) => names.has(fold(name)));
}

/** What previews of links show as "Written by": a site's name counts there. */
function labelledAuthors({ meta }: PageFacts): Found<Author[]> | undefined {
  for (const at of [1, 2, 3]) {
    const label = meta.get(`twitter:label${at}`)?.[0];
    const name = meta.get(`twitter:data${at}`)?.[0];
    if (
      label === undefined ||
      name === undefined ||
      !isAuthorLabel(label) ||
      isPlaceholder(name) ||
      isHandle(name)
    )
      continue;
    return {
      value: names(plainText(name)).map((author) => ({ name: author })),
      from: `meta: twitter:data${at}`,
    };
  }
  return undefined;
}

function metaAuthors(facts: PageFacts, meta: string): Author[] {
  const values = (facts.meta.get(meta) ?? []).filter((value) => !/^https?:/.test(value));
  return values.flatMap((value) => names(inOrder(plainText(value))).map((name) => ({ name })));
}

/** An organization that is the site publishes; it doesn't write. */
function linkedAuthors({ linked }: PageFacts, sites: ReadonlySet<string>): Author[] {
  const authors: Author[] = [];
  for (const item of listOf(linked.article?.author).flatMap((value) => listOf(linked.resolve(value)))) {
    const values = isNode(item) ? listOf(item.name) : [item];
    const isOrganization = isNode(item) && typesOf(item).some((type) => type.endsWith('Organization'));
    const url = isNode(item) && typeof item.url === 'string' ? item.url : undefined;
    for (const value of values) {
      if (typeof value === 'string' && !(isOrganization && isSiteName(value, sites)))
        authors.push(...names(plainText(value)).map((name) => withUrl(name, url)));
    }
  }
  return authors;
}

/** Names in one stated value, credentials cut before commas are taken for separators. */
const names = (text: string): string[] =>
  namesIn(withoutCredentials(text))
    .map(withoutCredentials)
    .filter((name) => name !== '');

/** People name their sites after themselves. */
const isFullName = (name: string): boolean =>
  isPersonName(name) &&
  name !== name.toUpperCase() &&
  /^\S+ (?:\S+ )?\S+$/.test(name) &&
  !/\b(?:the|team|media|group|daily|times|news|online|magazine|university|health|global|solutions|services|agency|marketing|technologies|labs|digital|studio|company|dental|law|clinic|institute|foundation|association|society|center|centre|school|college|store|shop)\b/i.test(
    name,
  );

/** Library metadata writes "Byron, Ada". */
const inOrder = (name: string): string => name.replace(/^([^\s,]+),\s*([^,]+)$/, '$2 $1');
