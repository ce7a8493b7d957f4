import { distinctAuthors, namesIn, withUrl } from '../../derive/authors.ts';
import type { Found } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
import { isNode, listOf } from './json-ld.ts';
import type { PageFacts } from './page-facts.ts';
import { plainText } from './plain-text.ts';

/** The authors as the page's metadata states them. */
export function findAuthors(facts: PageFacts): Found<Author[]> | undefined {
  const linked = linkedAuthors(facts);
  if (linked.length > 0) return { value: linked, from: 'json-ld: author' };
  for (const name of [
    'author',
    'article:author',
    'parsely-author',
    'sailthru.author',
    'dc.creator',
    'citation_author',
    'byl',
  ]) {
    const values = (facts.meta.get(name) ?? [])
      .filter((value) => !/^https?:/.test(value))
      .flatMap((value) => namesIn(plainText(value)));
    const authors = distinctAuthors(values.map((value) => ({ name: value })));
    if (authors.length > 0) return { value: authors, from: `meta: ${name}` };
  }
  return undefined;
}

function linkedAuthors({ linked }: PageFacts): Author[] {
  const authors: Author[] = [];
  for (const item of listOf(linked.article?.author).flatMap((value) => listOf(linked.resolve(value)))) {
    if (typeof item === 'string') authors.push(...namesIn(plainText(item)).map((name) => ({ name })));
    else if (isNode(item)) {
      for (const name of listOf(item.name)) {
        if (typeof name !== 'string') continue;
        authors.push(
          ...namesIn(plainText(name)).map((part) =>
            withUrl(part, typeof item.url === 'string' ? item.url : undefined),
          ),
        );
      }
    }
  }
  return distinctAuthors(authors);
}
