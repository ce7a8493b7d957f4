import { coloured, visible } from '../terminal.ts';
import type { ArticleLine } from './article-line.ts';
import type { RejectedLine } from './list-articles.ts';
import type { ShownArticle, StatingUpload } from './show-article.ts';

const colours = {
  published: 'green',
  scheduled: 'yellow',
  withheld: 'yellow',
  withdrawn: 'dim',
  rejected: 'red',
} as const;

/** One article, or rejected upload, for people. */
export function lineAsText(line: ArticleLine | RejectedLine): string {
  const state = coloured(colours[line.state], line.state);
  if (line.state === 'rejected') {
    return `${state}  ${visible(line.key)}\n  ${visible(line.reason ?? '')} (${line.code ?? ''})`;
  }
  const time = (line.due ?? line.withdrawn ?? line.published ?? '').slice(0, 16).replace('T', ' ');
  const head = [time, state, line.title && visible(line.title)].filter(Boolean).join('  ');
  return `${head}\n  ${[line.id, line.url].filter(Boolean).join('  ')}`;
}

/** All that is known of an article, for people: facts with where each was found, then its uploads. */
export function shownAsText(shown: ShownArticle): string {
  const { article, provenance } = shown;
  const facts: [string, string | undefined, from?: string][] = [
    ['state', coloured(colours[shown.state], shown.state)],
    ['address', shown.url],
    ['id', shown.id, provenance.id],
    ['published', shown.published, provenance.published ?? 'first upload'],
    ['updated', shown.updated],
    ['appears', shown.due],
    ['withdrawn', shown.withdrawn],
    ['authors', article?.authors.map(({ name }) => name).join(', '), provenance.authors],
    ['section', article?.section, provenance.section],
    ['tags', article?.tags.join(', '), provenance.tags],
    ['language', article?.language, provenance.language],
    ['summary', article?.summary, provenance.summary],
    ['canonical', article?.canonicalUrl, provenance.canonicalUrl],
    ['image', article?.image?.url, provenance.image],
    ['draft', article?.draft ? 'yes' : undefined, provenance.draft],
    ['format', article?.source.format],
    ['words', article && String(article.wordCount)],
    ['feeds', shown.feeds.join(', ')],
  ];
  const lines = facts.flatMap(([name, value, from]) =>
    value
      ? [`  ${name.padEnd(10)} ${clipped(visible(value))}${from ? coloured('dim', `  (${from})`) : ''}`]
      : [],
  );
  const title = coloured('bold', visible(shown.title ?? 'An article that was withdrawn'));
  return `${[title, ...lines, ...shown.uploads.flatMap(uploadLines)].join('\n')}\n`;
}

/** An upload with its history. */
export function uploadLines({ key, shown, versions }: Omit<StatingUpload, 'hash'>): string[] {
  const history = versions.map(({ at = '', bytes, deleted, current, versionId = '' }) => {
    const what = deleted ? 'deleted' : `${bytes} bytes`;
    return `    ${at.slice(0, 19)}Z  ${what.padEnd(14)} ${versionId}${current ? '  (now)' : ''}`;
  });
  return [`  upload     ${visible(key)}${shown ? '  (on the site)' : ''}`, ...history];
}

const clipped = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);
