import type { ParseContext, ParsedDocument } from '../parsed-document.ts';
import { findArticle } from './find-article.ts';
import { findAuthors } from './metadata/authors.ts';
import { findDates } from './metadata/dates.ts';
import { factsOf } from './metadata/page-facts.ts';
import { findTitle } from './metadata/title.ts';
import { visibleHead } from './metadata/visible-head.ts';
import { dropElements, elementsIn } from './nodes.ts';
import { placeStreamedParts } from './streamed.ts';
import { readTree } from './tree.ts';
import { writeHtml } from './write-html.ts';

/**
 * Finds the article in an HTML page, or takes a fragment as it is, with what the page's metadata states.
 * @throws RejectedUploadError `html-too-large`, `html-too-complex`
 */
export function parseHtml(html: string, context: ParseContext): ParsedDocument {
  const page = readTree(html);
  placeStreamedParts(page.body);
  const facts = factsOf(page);
  const { title, heading } = findTitle(
    facts,
    elementsIn(page.body).filter(({ name }) => name === 'h1'),
  );
  const lines = visibleHead(page.body, heading);
  const authors = findAuthors(facts, lines);
  const dates = findDates(facts, lines, page.htmlAttributes.lang ?? '', context.site.timeZone);
  const content = findArticle(page.body, heading);
  dropElements(content, (element) => element === heading);
  return { format: 'html', html: writeHtml(content), title, authors, ...dates };
}
