import { authorsOf } from '../../derive/authors.ts';
import type { ParsedDocument } from '../../parsed-document.ts';
import { foundDate, foundList, foundText, membersOf, namesOf, textOf } from './access.ts';
import type { JsonVocabulary } from './vocabulary.ts';

/** Articles as this software publishes them (/schema/article.v1.json); what is derived is derived again. */
export const ownArticle: JsonVocabulary = {
  name: 'article',
  recognizes: (members) =>
    textOf(members.get('title')) !== undefined &&
    textOf(membersOf(members.get('content')).get('html')) !== undefined,
  documents(members, { site }) {
    const image = membersOf(members.get('image'));
    const imageUrl = textOf(image.get('url'));
    const authors = authorsOf(members.get('authors')) ?? [];
    const status = textOf(members.get('status'));
    const draft = members.get('draft');
    const document: ParsedDocument = {
      format: 'json-article',
      html: textOf(membersOf(members.get('content')).get('html')) ?? '',
      statedId: foundText(members, 'article', 'id'),
      slug: foundText(members, 'article', 'slug'),
      title: foundText(members, 'article', 'title'),
      summary: foundText(members, 'article', 'summary'),
      authors: foundList(authors, 'article: authors'),
      section: foundText(members, 'article', 'section'),
      tags: foundList(namesOf(members.get('tags')), 'article: tags'),
      language: foundText(members, 'article', 'language'),
      published: foundDate(members, 'article', site.timeZone, 'published'),
      updated: foundDate(members, 'article', site.timeZone, 'updated'),
      embargo: foundDate(members, 'article', site.timeZone, 'embargo'),
      canonicalUrl: foundText(members, 'article', 'canonicalUrl', 'url'),
    };
    if (typeof draft === 'boolean') document.draft = { value: draft, from: 'article: draft' };
    if (status === 'usable' || status === 'withheld' || status === 'canceled') {
      document.status = { value: status, from: 'article: status' };
    }
    if (imageUrl) {
      document.image = { value: { url: imageUrl, alt: textOf(image.get('alt')) }, from: 'article: image' };
    }
    return [document];
  },
};
