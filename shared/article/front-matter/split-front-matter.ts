import { RejectedUploadError } from '../../errors.ts';

/** Longest front matter that is read, in characters. */
export const maxFrontMatter = 64 * 1024;

/** Front matter as it stands, and what follows it. */
export interface SplitDocument {
  language: 'yaml' | 'toml' | 'json';
  frontMatter: string;
  body: string;
}

/**
 * Takes front matter off the start of a document, as Hugo, Jekyll, Astro and Eleventy write it: YAML between `---`
 * lines, TOML between `+++` lines, JSON as an object or between `---json` and `---`.
 * A horizontal rule at the start of a text is none: YAML must name a field.
 * @throws RejectedUploadError `front-matter-broken` when it is longer than `maxFrontMatter`
 */
export function splitFrontMatter(text: string): SplitDocument | undefined {
  const start = text.slice(0, maxFrontMatter + 16).replace(/^\s*\n/, '');
  const lead = text.slice(0, maxFrontMatter + 16).length - start.length;
  const [, fence = '', label = ''] = /^(---|\+\+\+|;;;)(yaml|toml|json)?[ \t]*\n/i.exec(start) ?? [];
  if (fence === '') return splitJson(text, start, lead);
  const opening = start.indexOf('\n') + 1;
  const closing = new RegExp(
    `^(?:${fence.replaceAll('+', '\\+')}${fence === '---' ? '|\\.\\.\\.' : ''})[ \\t]*$`,
    'm',
  );
  const rest = start.slice(opening);
  const end = closing.exec(rest);
  if (!end) {
    const isLong = rest.length > maxFrontMatter && firstField.test(rest);
    if (isLong && closing.test(text.slice(lead + opening))) throw tooLong();
    return undefined;
  }
  const frontMatter = rest.slice(0, end.index);
  const language = languageOf(fence, label);
  if (
    language === 'yaml' &&
    frontMatter.trim() !== '' &&
    !/^[ \t]*["']?[\w][^\n:]{0,80}:(?:\s|$)/m.test(frontMatter)
  ) {
    return undefined;
  }
  return { language, frontMatter, body: text.slice(lead + opening + end.index + end[0].length) };
}

/** Past the bound a text must begin with a field to be taken for front matter: YAML, TOML, a TOML table, JSON. */
const firstField = /^\s*(?:["']?[\w-]+["']?\s*[:=](?:\s|["'[{])|\[[\w. -]+\]|\{\s*["'}])/;

const tooLong = (): RejectedUploadError =>
  new RejectedUploadError(
    'front-matter-broken',
    `The front matter is longer than ${maxFrontMatter / 1024} KB. Move what is text of the article below it and upload again.`,
  );

function languageOf(fence: string, label: string): SplitDocument['language'] {
  if (label !== '') return label.toLowerCase() as SplitDocument['language'];
  return fence === '+++' ? 'toml' : fence === ';;;' ? 'json' : 'yaml';
}

const lastBrace = /^\}[ \t]*$/m;

/** An object whose last brace stands alone on a line. */
function splitJson(text: string, start: string, lead: number): SplitDocument | undefined {
  if (!/^\{[ \t]*\n/.test(start)) return undefined;
  const end = lastBrace.exec(start);
  if (!end) {
    const long = start.length > maxFrontMatter ? lastBrace.exec(text) : null;
    if (long && text.slice(long.index + 1).trim() !== '' && firstField.test(start)) throw tooLong();
    return undefined;
  }
  const length = end.index + 1;
  const body = text.slice(lead + length);
  return body.trim() === '' ? undefined : { language: 'json', frontMatter: start.slice(0, length), body };
}
