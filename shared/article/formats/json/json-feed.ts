import { authorsOf } from '../../derive/authors.ts';
import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import { paragraphsHtml } from '../../text/escape-text.ts';
import { scopedId } from '../scoped-id.ts';
import {
  foundDate,
  foundList,
  foundText,
  listOf,
  type Members,
  membersOf,
  namesOf,
  textOf,
} from './access.ts';
import type { JsonVocabulary } from './vocabulary.ts';

const source = 'json feed';

/** JSON Feed 1 and 1.1 (jsonfeed.org): a whole feed, or one of its items. */
export const jsonFeed: JsonVocabulary = {
  name: 'feed',
  recognizes: (members) => isFeed(members) || isItem(members),
  documents(members, context) {
    if (!isFeed(members)) return [documentOf(members, new Map(), context)];
    return listOf(members.get('items')).map((item) => documentOf(membersOf(item), members, context));
  },
};

const isFeed = (members: Members): boolean =>
  /jsonfeed\.org\/version/.test(textOf(members.get('version')) ?? '') && Array.isArray(members.get('items'));

const isItem = (members: Members): boolean =>
  (members.has('content_html') || members.has('content_text')) && (members.has('id') || members.has('url'));

function documentOf(item: Members, feed: Members, { key, site }: ParseContext): ParsedDocument {
  const html = textOf(item.get('content_html'));
  const text = textOf(item.get('content_text')) ?? textOf(item.get('summary')) ?? '';
  const stated = foundText(item, source, 'id', 'url');
  const authors = authorsOf(
    item.get('authors') ?? item.get('author') ?? feed.get('authors') ?? feed.get('author'),
  );
  const image = foundText(item, source, 'image', 'banner_image');
  const url = foundText(item, source, 'url');
  return {
    format: 'json-feed',
    isEntry: true,
    html: html ?? paragraphsHtml(text),
    baseUrl: url?.value ?? textOf(feed.get('home_page_url')),
    statedId: stated && { ...stated, value: scopedId(stated.value, textOf(feed.get('feed_url')) ?? key) },
    title: foundText(item, source, 'title'),
    summary: foundText(item, source, 'summary'),
    authors: authors && foundList(authors, `${source}: authors`),
    tags: foundList(namesOf(item.get('tags')), `${source}: tags`),
    language: foundText(item, source, 'language') ?? foundText(feed, source, 'language'),
    published: foundDate(item, source, site.timeZone, 'date_published'),
    updated: foundDate(item, source, site.timeZone, 'date_modified'),
    canonicalUrl: foundText(item, source, 'external_url') ?? url,
    image: image && { value: { url: image.value }, from: image.from },
  };
}
