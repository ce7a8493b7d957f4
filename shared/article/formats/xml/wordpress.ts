import { RejectedUploadError } from '../../../errors.ts';
import { cleanLine } from '../../clean-characters.ts';
import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import { plainText } from '../plain-text.ts';
import { documentOf } from './rss.ts';
import { stated, statedDate, statedList } from './stated.ts';
import { at, childrenOf, contentOf, lineOf, type XmlElement } from './tree.ts';
import type { XmlVocabulary } from './vocabulary.ts';
import { wordpressHtml } from './wordpress-html.ts';

/** Item types that are articles; the others are pictures, menus, revisions and settings. */
const articleTypes = new Set(['post', 'page']);
/** States in which WordPress shows nothing to the public but keeps the text. */
const draftStates = new Set(['draft', 'pending', 'private']);
const goneStates = new Set(['trash', 'auto-draft', 'inherit']);

/** WordPress eXtended RSS: an export of a whole blog. */
export const wordpress: XmlVocabulary = {
  name: 'wordpress',
  recognizes: (root) => root.name === 'rss' && at(root, 'channel', 'wxr_version') !== undefined,
  documents(root, context) {
    const channel = at(root, 'channel') ?? root;
    const items = childrenOf(channel, 'item');
    const names = authorNames(channel);
    const attachments = new Map(
      items.map((item) => [lineOf(at(item, 'post_id')) ?? '', lineOf(at(item, 'attachment_url'))]),
    );
    const articles = items.filter(isArticle);
    if (articles.length === 0) {
      throw new RejectedUploadError(
        'feed-empty',
        'The WordPress export holds no posts and no pages. Export again with "All content".',
      );
    }
    return articles.map((item) =>
      withWordpress(documentOf(item, channel, context), item, names, attachments, context),
    );
  },
};

function isArticle(item: XmlElement): boolean {
  const hasText = contentOf(childrenOf(item, 'encoded')[0]).trim() !== '';
  return (
    hasText &&
    articleTypes.has(lineOf(at(item, 'post_type')) ?? 'post') &&
    !goneStates.has(lineOf(at(item, 'status')) ?? '')
  );
}

function authorNames(channel: XmlElement): Map<string, string> {
  return new Map(
    childrenOf(channel, 'author').flatMap((author) => {
      const login = lineOf(at(author, 'author_login'));
      const name = lineOf(at(author, 'author_display_name'));
      return login && name ? [[login, name]] : [];
    }),
  );
}

function withWordpress(
  document: ParsedDocument,
  item: XmlElement,
  names: Map<string, string>,
  attachments: Map<string, string | undefined>,
  { site }: ParseContext,
): ParsedDocument {
  const encoded = childrenOf(item, 'encoded');
  const excerpt = encoded.find(({ namespace }) => namespace.includes('excerpt'));
  const content = encoded.find(({ namespace }) => !namespace.includes('excerpt'));
  const state = lineOf(at(item, 'status')) ?? 'publish';
  const [category] = categories(item, 'category').filter((name) => !/^uncategori[sz]ed$/i.test(name));
  const creator = lineOf(at(item, 'creator'));
  const thumbnail = attachments.get(metaValue(item, '_thumbnail_id') ?? '');
  return {
    ...document,
    format: 'xml-wordpress',
    html: wordpressHtml(contentOf(content)),
    slug: stated(decoded(lineOf(at(item, 'post_name'))), 'wordpress: post_name'),
    summary: stated(plainText(contentOf(excerpt)), 'wordpress: excerpt'),
    authors: statedList(creator ? [{ name: names.get(creator) ?? creator }] : [], 'wordpress: creator'),
    section: stated(category, 'wordpress: category'),
    tags: statedList(categories(item, 'post_tag'), 'wordpress: post_tag'),
    published:
      utc(item, 'post_date_gmt') ??
      statedDate(site.timeZone, [lineOf(at(item, 'post_date')), 'wordpress: post_date']) ??
      document.published,
    updated: utc(item, 'post_modified_gmt'),
    draft: draftStates.has(state) ? { value: true, from: 'wordpress: status' } : undefined,
    image: thumbnail ? { value: { url: thumbnail }, from: 'wordpress: _thumbnail_id' } : undefined,
  };
}

function categories(item: XmlElement, domain: string): string[] {
  return childrenOf(item, 'category')
    .filter(({ attributes }) => attributes.get('domain') === domain)
    .map((category) => cleanLine(contentOf(category)))
    .filter(Boolean);
}

function metaValue(item: XmlElement, key: string): string | undefined {
  const meta = childrenOf(item, 'postmeta').find((one) => lineOf(at(one, 'meta_key')) === key);
  return lineOf(at(meta, 'meta_value'));
}

/** Dates in UTC; of drafts they are all zeros. */
function utc(item: XmlElement, name: string): ParsedDocument['published'] {
  const text = lineOf(at(item, name));
  return text === undefined || text.startsWith('0000')
    ? undefined
    : statedDate('UTC', [text, `wordpress: ${name}`]);
}

function decoded(slug: string | undefined): string | undefined {
  try {
    return slug === undefined ? undefined : decodeURIComponent(slug);
  } catch {
    return slug;
  }
}
