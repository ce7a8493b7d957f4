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
  if (!end) return undefined;
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

function languageOf(fence: string, label: string): SplitDocument['language'] {
  if (label !== '') return label.toLowerCase() as SplitDocument['language'];
  return fence === '+++' ? 'toml' : fence === ';;;' ? 'json' : 'yaml';
}

/** An object whose last brace stands alone on a line. */
function splitJson(text: string, start: string, lead: number): SplitDocument | undefined {
  if (!/^\{[ \t]*\n/.test(start)) return undefined;
  const end = /^\}[ \t]*$/m.exec(start);
  if (!end) return undefined;
  const length = end.index + 1;
  const body = text.slice(lead + length);
  return body.trim() === '' ? undefined : { language: 'json', frontMatter: start.slice(0, length), body };
}
