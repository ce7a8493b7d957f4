import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EmbeddedMedia } from '../../shared/article/media/embedded-media.ts';
import { keyOfInboxUrl } from '../../shared/article/media/inbox-url.ts';
import type { Article } from '../../shared/article/schema.ts';
import { escapeHtml } from '../../shared/article/text/escape-text.ts';
import type { Preview } from './outcome.ts';

const style = `
:root { color-scheme: light dark; font: 1.0625rem/1.6 Georgia, "Times New Roman", serif }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3, table.facts, .kicker { font-family: system-ui, sans-serif; line-height: 1.25 }
.kicker, table.facts { font-size: .8125rem }
.standfirst { font-size: 1.25rem; color: GrayText }
img, video, iframe { max-width: 100%; height: auto }
pre { overflow-x: auto; padding: .75rem; border: 1px solid GrayText }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid GrayText }
article + article { margin-top: 4rem; border-top: 3px double GrayText }
table { border-collapse: collapse } th, td { padding: .2rem .6rem; text-align: start; vertical-align: top; border-bottom: 1px solid GrayText }
`;

/**
 * Writes what became of a file as a page into a new temporary folder.
 * @returns path of the page
 */
export async function writeReadablePage(preview: Preview): Promise<string> {
  const { outcome, normalized, path } = preview;
  const content = normalized
    ? normalized.articles.map((article) => articleHtml(article, normalized.embedded, path)).join('\n')
    : `<h1>${escapeHtml(outcome.file)}</h1><p>${escapeHtml('message' in outcome ? outcome.message : 'A file of media, shown where articles refer to it.')}</p>`;
  const [first] = normalized?.articles ?? [];
  const page = `<!doctype html>
<html lang="${escapeHtml(first?.language ?? 'en')}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src file: data: http: https:; media-src file: data: http: https:">
<title>${escapeHtml(first?.title ?? outcome.file)}</title>
<style>${style}</style>
${content}
</html>
`;
  const folder = await mkdtemp(join(tmpdir(), 'dropwire-preview-'));
  const file = join(folder, 'index.html');
  await writeFile(file, page);
  return file;
}

function articleHtml(article: Article, embedded: EmbeddedMedia[], path: string): string {
  const body = article.content.html.replaceAll(
    / (src|poster)="((?:inbox|embedded):[^"]*)"/g,
    (_, name, url) => {
      return ` ${name}="${escapeHtml(localUrl(url, article, embedded, path))}"`;
    },
  );
  return `<article lang="${escapeHtml(article.language)}" dir="${article.direction}">
<p class="kicker">${escapeHtml([article.section, article.authors.map(({ name }) => name).join(', '), article.published].filter(Boolean).join(' · '))}</p>
<h1>${escapeHtml(article.title)}</h1>
<p class="standfirst">${escapeHtml(article.summary)}</p>
${body}
<table class="facts"><tr><th>Field<th>Value<th>From</tr>
${Object.entries(article.provenance)
  .map(
    ([field, from]) =>
      `<tr><th>${escapeHtml(field)}<td>${escapeHtml(shown(article, field))}<td>${escapeHtml(from)}</tr>`,
  )
  .join('\n')}
</table>
</article>`;
}

function shown(article: Article, field: string): string {
  const value = new Map<string, unknown>(Object.entries(article)).get(field);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Where the browser finds what an internal address names: beside the previewed file, or in the page itself. */
function localUrl(url: string, article: Article, embedded: EmbeddedMedia[], path: string): string {
  const inside = embedded.find((media) => media.url === url);
  if (inside) return `data:${inside.type};base64,${Buffer.from(inside.content).toString('base64')}`;
  const depth = article.source.key.split('/').length - 1;
  const root = resolve(dirname(path), ...Array<string>(depth).fill('..'));
  return pathToFileURL(join(root, keyOfInboxUrl(url) ?? '')).href;
}
