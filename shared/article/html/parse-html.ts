import type { ParseContext, ParsedDocument } from '../parsed-document.ts';
import { findContent } from './find-content.ts';
import { findAuthors } from './metadata/authors.ts';
import { findDates } from './metadata/dates.ts';
import { factsOf } from './metadata/page-facts.ts';
import { findTitle } from './metadata/title.ts';
import { dropElements, elementsIn } from './nodes.ts';
import { readTree } from './tree.ts';
import { dropFurniture } from './unwanted.ts';
import { writeHtml } from './write-html.ts';

/**
 * Finds the article in an HTML page, or takes a fragment as it is, with what the page's metadata states.
 * @throws RejectedUploadError `html-too-large`, `html-too-complex`
 */
export function parseHtml(html: string, context: ParseContext): ParsedDocument {
  const page = readTree(html);
  const facts = factsOf(page);
  const { title, heading } = findTitle(
    facts,
    elementsIn(page.body).filter(({ name }) => name === 'h1'),
  );
  const authors = findAuthors(facts);
  const dates = findDates(facts, context.site.timeZone);
  dropElements(page.body, (element) => element === heading);
  dropFurniture(page.body);
  const content = findContent(page.body);
  return { format: 'html', html: writeHtml(content), title, authors, ...dates };
}
