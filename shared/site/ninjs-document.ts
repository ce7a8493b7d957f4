import type { PublishedArticle } from '../article/schema.ts';
import { type EntryMedia, feedEntry } from '../feeds/entry.ts';
import { ninjsSchema } from '../feeds/ninjs-type.ts';
import { cleanText } from '../feeds/plain-text.ts';

/** What ninjs calls the kinds of media. */
const natures = { image: 'picture', audio: 'audio', video: 'video' } as const;

/** `ninjs.json`: the article as IPTC ninjs 3.0, for systems of news agencies and publishers. Media are associations. */
export function renderNinjs(article: PublishedArticle): string {
  const entry = feedEntry(article);
  const by = entry.authors.map(({ name }) => name).join(', ');
  const subjects = [
    ...(entry.section === undefined ? [] : [{ name: entry.section, rel: 'section' }]),
    ...entry.tags.map((name) => ({ name, rel: 'about' })),
  ];
  const document = {
    uri: entry.id,
    type: 'text',
    representationType: 'full',
    standard: { name: 'ninjs', version: '3.0', schema: ninjsSchema },
    firstCreated: entry.published,
    versionCreated: entry.updated,
    pubStatus: 'usable',
    language: entry.language,
    headlines: [{ role: 'main', contentType: 'text/plain', value: entry.title }],
    by: by || undefined,
    descriptions: entry.summary
      ? [{ role: 'summary', contentType: 'text/plain', value: entry.summary }]
      : undefined,
    bodies: [
      { role: 'main', contentType: 'text/html', wordCount: article.wordCount, value: entry.body },
      { role: 'text', contentType: 'text/plain', value: cleanText(article.content.text) },
    ],
    subjects: subjects.length > 0 ? subjects : undefined,
    altIds: [
      { role: 'url', value: entry.url },
      ...(entry.canonicalUrl === undefined ? [] : [{ role: 'canonical', value: entry.canonicalUrl }]),
    ],
    renditions: [{ name: 'web', href: entry.url, contentType: 'text/html' }],
    associations: entry.media.length > 0 ? entry.media.map(association) : undefined,
  };
  return `${JSON.stringify(document)}\n`;
}

function association({ url, kind, type, width, height, bytes, alt }: EntryMedia, index: number) {
  return {
    name: `media-${index + 1}`,
    uri: url,
    type: natures[kind],
    descriptions: alt ? [{ role: 'alternative', contentType: 'text/plain', value: alt }] : undefined,
    renditions: [{ name: 'main', href: url, contentType: type, width, height, sizeInBytes: bytes }],
  };
}
