import { RejectedUploadError } from '../../errors.ts';
import { bodyLimits } from '../body/limits.ts';
import { readFrontMatter } from '../front-matter/read-front-matter.ts';
import { splitFrontMatter } from '../front-matter/split-front-matter.ts';
import type { TextFormat } from './format.ts';

const endings = ['md', 'markdown', 'mdown', 'mkd', 'mkdn', 'mdx', 'mdwn'];

/** Marks that plain text hardly ever has by chance; two kinds of them make it Markdown. */
const marks = [
  /^#{1,6} \S/m,
  /\[[^\]\n]{1,200}\]\((?:https?:\/\/|\.{0,2}\/|#)[^)\s]{1,500}\)/,
  /^(?:```|~~~)/m,
  /(?:^|\s)\*\*[^\s*][^*\n]{0,200}\*\*/m,
  /^> \S/m,
  /^\|(?:[ :]*-{3,}[ :]*\|)+\s*$/m,
  /!\[[^\]\n]{0,200}\]\([^)\s]{1,500}\)/,
];

/** CommonMark with GFM's tables, strikethrough, task lists and bare addresses, after front matter in YAML, TOML or JSON. */
export const markdown: TextFormat = {
  name: 'markdown',
  longest: bodyLimits.source,
  recognizes({ text, extension, mediaType }) {
    if (endings.includes(extension) || mediaType === 'text/markdown') return true;
    if (splitFrontMatter(text) !== undefined) return true;
    const sample = text.slice(0, 20_000);
    return marks.filter((mark) => mark.test(sample)).length >= 2;
  },
  async parse(text, context) {
    const split = splitFrontMatter(text);
    const stated = split ? await readFrontMatter(split, context.site.timeZone) : {};
    const body = split?.body ?? text;
    const isHtml = /\.x?html?$/i.test(context.key);
    return [{ format: 'markdown', html: isHtml ? body : await render(body), ...stated }];
  },
};

/** Quotes and lists (which count twice, as list and item) inside each other. */
const maxNesting = 60;

const nestingTooDeep = (): RejectedUploadError =>
  new RejectedUploadError(
    'nesting-too-deep',
    `The document has more than ${maxNesting} quotes and lists inside each other. Look for stray > and - signs at the starts of lines.`,
  );

async function render(body: string): Promise<string> {
  const { default: MarkdownIt } = await import('markdown-it');
  const markdown = new MarkdownIt({ html: true, linkify: true, maxNesting });
  const tokenize = markdown.block.tokenize.bind(markdown.block);
  markdown.block.tokenize = (state, startLine, endLine) => {
    // The library would leave out what lies deeper, without a word.
    if (state.level >= maxNesting && startLine < endLine) throw nestingTooDeep();
    tokenize(state, startLine, endLine);
  };
  const html = markdown
    .render(body)
    // Styles don't pass the gate, nor the policy of the pages; the old attribute does both.
    .replaceAll(/<(t[hd]) style="text-align:(left|center|right)">/g, '<$1 align="$2">');
  // GFM's task lists (section 5.3), with signs instead of form fields.
  return html.replaceAll(
    /<li>(\n?<p>)?\[([ xX])\] /g,
    (_, paragraph = '', mark) => `<li>${paragraph}${mark === ' ' ? '☐' : '☑'} `,
  );
}
