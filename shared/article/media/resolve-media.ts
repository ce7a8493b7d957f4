import render from 'dom-serializer';
import type { Element } from 'domhandler';
import { elementsOf, parseFragment } from '../body/parse-fragment.ts';
import { toMarkdown } from '../body/to-markdown.ts';
import type { Article, Media } from '../schema.ts';

/** What is known of a medium that an article names by an internal address. */
export type KnownMedia = Omit<Media, 'alt'>;

const isInternal = (url: string): boolean => /^(inbox|embedded):/.test(url);

/** Internal addresses (`inbox:`, `embedded:`) that an article shows, each once. */
export function internalMedia(article: Article): string[] {
  return [...new Set(article.media.map(({ url }) => url).filter(isInternal))];
}

/**
 * The article with its internal addresses replaced by those under which the media are known, with their true sizes.
 * What is not known stays as it is: it may still arrive; until then renderers leave it out.
 * @param known by internal address
 */
export function resolveMedia(article: Article, known: ReadonlyMap<string, KnownMedia>): Article {
  if (!internalMedia(article).some((url) => known.has(url))) return article;
  const { children } = parseFragment(article.content.html);
  for (const element of elementsOf(children)) resolveElement(element, known);
  const resolve = (media: Media): Media => ({ ...media, ...known.get(media.url) });
  return {
    ...article,
    image: article.image && resolve(article.image),
    media: article.media.map(resolve),
    content: {
      ...article.content,
      html: render(children, { encodeEntities: 'utf8', emptyAttrs: true }),
      markdown: toMarkdown(children),
    },
  };
}

function resolveElement({ name, attribs }: Element, known: ReadonlyMap<string, KnownMedia>): void {
  const media = known.get(attribs.src ?? '');
  if (!media) return;
  attribs.src = media.url;
  if (name !== 'img' || !media.width || !media.height) return;
  // An author's width stands; the height follows from the true proportions.
  const width = Number.parseInt(attribs.width ?? '', 10) || media.width;
  attribs.width = String(width);
  attribs.height = String(Math.max(1, Math.round((width * media.height) / media.width)));
}
