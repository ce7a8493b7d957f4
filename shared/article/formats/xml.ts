import { RejectedUploadError } from '../../errors.ts';
import type { TextFormat } from './format.ts';
import { atom } from './xml/atom.ts';
import { newsmlG2 } from './xml/newsml-g2.ts';
import { nitf } from './xml/nitf.ts';
import { rss } from './xml/rss.ts';
import type { XmlVocabulary } from './xml/vocabulary.ts';
import { wordpress } from './xml/wordpress.ts';

/** Every vocabulary, in the order in which they are asked. */
const vocabularies: readonly XmlVocabulary[] = [wordpress, rss, atom, newsmlG2, nitf];

/** News in XML: a story, a feed or an export. */
export const xml: TextFormat = {
  name: 'xml',
  recognizes({ text, extension }) {
    const root = rootName(text);
    if (root === undefined || /^(?:html|body|head)$/i.test(root)) return false;
    if (/^(?:rss|feed|entry|nitf|newsItem|newsMessage|(?:\w+:)?RDF)$/.test(root)) return true;
    return ['xml', 'rss', 'atom', 'nitf'].includes(extension) || /^\s*<\?xml\b/.test(text.slice(0, 200));
  },
  async parse(text, context) {
    const { parseXml } = await import('./xml/tree.ts');
    const root = parseXml(text.trimStart());
    const vocabulary = vocabularies.find((candidate) => candidate.recognizes(root));
    if (!vocabulary) {
      throw new RejectedUploadError(
        'xml-unknown',
        `The file is XML with the root element <${root.name}>, which is no vocabulary we know: NITF, NewsML-G2, RSS, Atom or a WordPress export.`,
      );
    }
    const documents = vocabulary.documents(root, context);
    if (documents.length > 0) return documents;
    throw new RejectedUploadError('feed-empty', 'The file is a feed without entries.');
  },
};

/** The name of the first element, after declarations, comments and a document type. */
function rootName(text: string): string | undefined {
  let rest = text.slice(0, 20_000).trimStart();
  for (;;) {
    const skipped = /^(?:<\?[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE\b[^>[]*(?:\[[\s\S]*?\]\s*)?>)\s*/i.exec(rest);
    if (!skipped) break;
    rest = rest.slice(skipped[0].length);
  }
  return /^<((?:[\w-]+:)?[A-Za-z][\w.-]*)/.exec(rest)?.[1];
}
