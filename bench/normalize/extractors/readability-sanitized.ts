import sanitizeHtml from 'sanitize-html';
import type { Extractor } from '../extractor.ts';
import { extractor as readability } from './readability.ts';

const allowedTags = [...sanitizeHtml.defaults.allowedTags, 'img'];

/** With what it takes before anybody's HTML may be published. */
export const extractor: Extractor = {
  async extract(page) {
    const { html, ...rest } = await readability.extract(page);
    return { ...rest, html: sanitizeHtml(html, { allowedTags }) };
  },
};
