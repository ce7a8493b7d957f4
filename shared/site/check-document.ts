import { checkArticleJson, checkFeedJson, checkNinjs } from '../feeds/check-json.ts';
import { checkAtom, checkOpml, checkRss } from '../feeds/check-xml.ts';
import type { articleDocuments, FeedDocumentName } from '../resources/object-keys.ts';
import { checkHtml } from './check-html.ts';
import { checkArticleMarkdown } from './check-markdown.ts';

/** Every kind of document that is checked before it is published. `404.html` holds no entry. */
export type CheckedDocumentName =
  | FeedDocumentName
  | (typeof articleDocuments)[number]
  | 'feeds.opml'
  | '404.html';

const checks: Record<CheckedDocumentName, (text: string, expectedIds: readonly string[]) => void> = {
  'feed.json': checkFeedJson,
  'rss.xml': checkRss,
  'atom.xml': checkAtom,
  'feeds.opml': checkOpml,
  'article.json': checkArticleJson,
  'article.md': checkArticleMarkdown,
  'ninjs.json': checkNinjs,
  'index.html': (text, expectedIds) => checkHtml('index.html', text, expectedIds),
  '404.html': (text, expectedIds) => checkHtml('404.html', text, expectedIds),
};

/**
 * The last gate before a document is published: reads it as strictly as the strictest reader would and compares its
 * entries with those it was made from. A document that fails stays unpublished; the previous one remains.
 * @param expectedIds bare ids of the articles that the document must hold, in order: one for an article's documents,
 *   none for `feeds.opml` and `404.html`
 * @throws OutputCheckError `output-not-well-formed`, `output-invalid`, `output-unsafe` or `output-entries-differ`
 */
export function checkDocument(name: CheckedDocumentName, text: string, expectedIds: readonly string[]): void {
  checks[name](text, expectedIds);
}
