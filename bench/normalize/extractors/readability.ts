import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { decode } from '../../../shared/article/decode.ts';
import type { Extractor } from '../extractor.ts';
import { namesIn } from '../names-in.ts';

/** As its README shows, on linkedom's document; decoded as ours is, since it takes text only. */
export const extractor: Extractor = {
  async extract({ bytes }) {
    const { document } = parseHTML(decode(bytes, 'text/html').text);
    const article = new Readability(document).parse();
    if (article === null) throw new Error('No article.');
    const { title, byline, publishedTime, content } = article;
    return { title: title ?? '', authors: namesIn(byline), date: publishedTime ?? '', html: content ?? '' };
  },
};
