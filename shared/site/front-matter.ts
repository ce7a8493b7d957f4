/** Characters that YAML allows nowhere, or reads as the end of a line (YAML 1.2.2, 5.1 and 5.4), though JSON leaves them be. */
const escaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Front matter: one field a line, each value as JSON, which YAML 1.2 takes as it is. So any reader of YAML understands it,
 * and the publisher needs no library for YAML, a tenth of all the code that it would load.
 * @param fields undefined ones are left out
 */
export function writeFrontMatter(fields: Record<string, unknown>): string {
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${JSON.stringify(value).replace(escaped, unicodeEscape)}\n`);
  return `---\n${lines.join('')}---\n`;
}

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const line = /^(\w+): (\S.*)$/;

/**
 * Reads such front matter back, strictly.
 * @returns its fields; undefined when the text has none
 * @throws SyntaxError for a line that is not a name and a value
 */
export function readWrittenFrontMatter(text: string): Record<string, unknown> | undefined {
  const [, frontMatter] = /^---\n([\s\S]*?)^---\n/m.exec(text) ?? [];
  if (frontMatter === undefined || !text.startsWith('---\n')) return undefined;
  const fields = frontMatter.split('\n').slice(0, -1);
  return Object.fromEntries(
    fields.map((field) => {
      const [, name, value] = line.exec(field) ?? [];
      if (name === undefined || value === undefined) throw new SyntaxError(`not a field: ${field}`);
      return [name, JSON.parse(value) as unknown];
    }),
  );
}
