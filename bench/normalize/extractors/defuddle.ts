import { Defuddle } from 'defuddle/node';
import { parseHTML } from 'linkedom';
import { decode } from '../../../shared/article/decode.ts';
import type { Extractor } from '../extractor.ts';
import { namesIn } from '../names-in.ts';

/** As its README shows for servers; what it logs to the console about failing selectors is not asked for. */
export const extractor: Extractor = {
  async extract({ bytes, url }) {
    const { document } = parseHTML(decode(bytes, 'text/html').text);
    const { title, author, published, content } = await Defuddle(document, url || undefined, {
      // Some of its extractors would fetch from other services.
      useAsync: false,
    });
    return { title, authors: namesIn(author), date: published, html: content };
  },
};
