import { extractFromHtml } from '@extractus/article-extractor';
import { decode } from '../../../shared/article/decode.ts';
import type { Extractor } from '../extractor.ts';
import { namesIn } from '../names-in.ts';

/** As its README shows; it sanitizes by itself. */
export const extractor: Extractor = {
  async extract({ bytes, url }) {
    const article = await extractFromHtml(decode(bytes, 'text/html').text, url || undefined);
    if (article === null) throw new Error('No article.');
    const { title = '', author, published = '', content = '' } = article;
    return { title, authors: namesIn(author), date: published, html: content };
  },
};
