import { namesIn, withUrl } from '../../derive/authors.ts';
import type { Found, ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
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

const source = 'schema.org';
const articleType = /(?:Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting)$/;

/** schema.org Article and its kinds, as JSON-LD: alone, in a list or in a graph. */
export const schemaOrg: JsonVocabulary = {
  name: 'schema-org',
  recognizes: (members) => articlesIn(members).length > 0,
  documents: (members, context) => articlesIn(members).map((article) => documentOf(article, context)),
};

function articlesIn(members: Members): Members[] {
  const graph = listOf(members.get('@graph')).map(membersOf);
  const entity = membersOf(members.get('mainentity'));
  return [members, ...graph, entity].filter(
    (item) =>
      listOf(item.get('@type') ?? item.get('type')).some((type) => articleType.test(textOf(type) ?? '')) &&
      (item.has('articlebody') || item.has('text') || item.has('headline')),
  );
}

function documentOf(article: Members, { key, site: { timeZone } }: ParseContext): ParsedDocument {
  const body = textOf(article.get('articlebody')) ?? textOf(article.get('text')) ?? '';
  const url = foundText(article, source, 'url') ?? pageUrl(article);
  const image = imageOf(article);
  const stated = foundText(article, source, '@id', 'identifier');
  return {
    format: 'json-schema-org',
    html: /<(?:p|div|h[1-6]|ul|br|blockquote)\b/i.test(body) ? body : paragraphsHtml(body),
    baseUrl: url?.value,
    statedId: stated && { ...stated, value: scopedId(stated.value, url?.value ?? key) },
    title: foundText(article, source, 'headline', 'name'),
    summary: foundText(article, source, 'description', 'abstract', 'alternativeHeadline'),
    authors: foundList(authorsIn(article.get('author') ?? article.get('creator')), `${source}: author`),
    section: foundText(
      new Map([['articlesection', listOf(article.get('articlesection'))[0]]]),
      source,
      'articleSection',
    ),
    tags: foundList(keywordsOf(article.get('keywords')), `${source}: keywords`),
    language: languageOf(article.get('inlanguage')),
    published: foundDate(article, source, timeZone, 'datePublished', 'dateCreated'),
    updated: foundDate(article, source, timeZone, 'dateModified'),
    canonicalUrl: url,
    image,
  };
}

function pageUrl(article: Members): Found<string> | undefined {
  const page = article.get('mainentityofpage');
  const value = textOf(page) ?? textOf(membersOf(page).get('@id'));
  return value === undefined ? undefined : { value, from: `${source}: mainEntityOfPage` };
}

function authorsIn(value: unknown): Author[] {
  return listOf(value).flatMap((item) => {
    const text = textOf(item);
    if (text !== undefined) return namesIn(text).map((name) => ({ name }));
    const members = membersOf(item);
    const name = textOf(members.get('name'));
    return name === undefined ? [] : [withUrl(name, textOf(members.get('url')))];
  });
}

function keywordsOf(value: unknown): string[] {
  const text = textOf(value);
  return text === undefined ? namesOf(value, 'name', 'termcode') : text.split(/[,;]/);
}

function languageOf(value: unknown): Found<string> | undefined {
  const [name] = namesOf(value, 'alternatename', 'name');
  return name === undefined ? undefined : { value: name, from: `${source}: inLanguage` };
}

function imageOf(article: Members): ParsedDocument['image'] {
  const [first] = listOf(article.get('image') ?? article.get('thumbnailurl'));
  const members = membersOf(first);
  const url = textOf(first) ?? textOf(members.get('url')) ?? textOf(members.get('contenturl'));
  return url ? { value: { url, alt: textOf(members.get('caption')) }, from: `${source}: image` } : undefined;
}
