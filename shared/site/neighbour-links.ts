import type { PublishedArticle } from '../article/schema.ts';
import { pathOnSite } from '../feeds/addresses.ts';
import { cleanLine } from '../feeds/plain-text.ts';
import { clip } from './clip.ts';
import { attributes, type Html, html } from './html.ts';
import { languageAttributes } from './language.ts';
import type { ArticleView } from './templates.ts';

/** Characters of a title that a link shows. */
const titleLength = 110;

/** Links to the articles before and after this one; nothing where it is alone. */
export function neighbourLinks({ article, neighbours, siteUrl, phrases }: ArticleView): Html | undefined {
  const { older, newer } = neighbours;
  if (!older && !newer) return undefined;
  // Not its direction: the links stand as the page runs.
  const { lang } = languageAttributes(phrases.language, article.language);
  const link = (rel: string, label: string, to: PublishedArticle) => {
    const href = pathOnSite(to.url, siteUrl);
    const title = attributes(languageAttributes(to.language, phrases.language));
    return html`<a rel="${rel}" href="${href}"><span>${label}</span> <bdi${title}>${clip(cleanLine(to.title) || '…', titleLength)}</bdi></a>\n`;
  };
  return html`<nav class="neighbours" aria-label="${phrases.neighbours}"${attributes({ lang })}>
${older && link('prev', phrases.previous, older)}${newer && link('next', phrases.next, newer)}</nav>
`;
}
