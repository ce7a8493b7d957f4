import { once } from '../../once.ts';
import type { TextFormat } from './format.ts';

const parser = once(() => import('../html/parse-html.ts'));

const documentStart =
  /^(?:\s|<!--(?:[^-]|-(?!->)){0,2000}-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html|head|body)\b/i;
const elementStart =
  /^\s*<(?:p|div|article|section|main|h[1-6]|ul|ol|table|blockquote|figure|img|a|span|header|meta|title|style|script|link|em|strong|b|i|br|hr|pre|!--)\b/i;

/** Pages and fragments. */
export const html: TextFormat = {
  name: 'html',
  recognizes({ text, extension, mediaType }) {
    const head = text.slice(0, 4096);
    if (documentStart.test(head)) return true;
    if (['html', 'htm', 'xhtml', 'shtml'].includes(extension)) return !/^(?:---|\+\+\+)\s*\n/.test(head);
    if (mediaType === 'text/html' && /<[a-z]/i.test(head)) return true;
    return elementStart.test(head) && !['md', 'markdown', 'mdx'].includes(extension);
  },
  async parse(text, context) {
    const { parseHtml } = await parser();
    return [parseHtml(text, context)];
  },
};
