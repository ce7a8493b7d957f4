import type { ParseContext, ParsedDocument } from '../parsed-document.ts';
import { findArticle } from './find-article.ts';
import { settleImages } from './images.ts';
import { findAuthors } from './metadata/authors.ts';
import { findDates } from './metadata/dates.ts';
import { describePage } from './metadata/describe-page.ts';
import { factsOf } from './metadata/page-facts.ts';
import { siteNames } from './metadata/site-names.ts';
import { findTitle } from './metadata/title.ts';
import { visibleHead } from './metadata/visible-head.ts';
import { dropElements, elementsIn } from './nodes.ts';
import { placeStreamedParts } from './streamed.ts';
import { readTree } from './tree.ts';
import { writeHtml } from './write-html.ts';

/**
 * Finds the article in an HTML page, or takes a fragment nearly as it is, with what the page states about it.
 * @throws RejectedUploadError `html-too-large`, `html-too-complex`
 */
export function parseHtml(html: string, context: ParseContext): ParsedDocument {
  const tree = readTree(html);
  const received = elementsIn(tree.body);
  const elements = placeStreamedParts(received) ? elementsIn(tree.body) : received;
  const facts = factsOf(tree);
  const sites = siteNames(facts);
  const { title, heading } = findTitle(
    facts,
    elements.filter(({ name }) => name === 'h1'),
    sites,
  );
  const lines = visibleHead(elements, heading);
  const described = describePage(facts);
  const authors = findAuthors(facts, lines, sites);
  const dates = findDates(facts, lines, described.language?.value ?? '', context.site.timeZone);
  settleImages(elements);
  const article = tree.isPage ? findArticle(tree.body, heading) : tree.body;
  dropElements(article, (element) => element === heading);
  return { format: 'html', html: writeHtml(article), title, authors, ...dates, ...described };
}
