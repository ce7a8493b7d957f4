import { normalize } from '../../../shared/article/normalize.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import type { Extractor } from '../extractor.ts';

const site = parseSiteSettings({ title: 'Bench' });

/** The whole way of an upload: decoding, extraction, sanitizing, Markdown, text, language, the schema's check. */
export const extractor: Extractor = {
  async extract({ bytes }) {
    const [article] = await normalize({ key: 'page.html', bytes, contentType: 'text/html' }, site);
    if (article === undefined) throw new Error('No article.');
    const { title, authors, published = '', content, provenance } = article;
    // A title made from the file name or the first words is ours, not the page's.
    const isFound = !['file name', 'first words of the text', 'default'].includes(provenance.title ?? '');
    return {
      title: isFound ? title : '',
      authors: authors.map(({ name }) => name),
      date: published,
      html: content.html,
    };
  },
};
