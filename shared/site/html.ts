import { escapeHtml } from '../feeds/plain-text.ts';

/** HTML source that is safe to stand in a page as it is. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

/** What may stand in a template: text (escaped), HTML, lists of them, or nothing. */
export type HtmlValue = string | number | Html | undefined | false | readonly HtmlValue[];

/** A template whose values are escaped, for text and for attribute values in quotes alike. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let source = parts[0] ?? '';
  values.forEach((value, index) => {
    source += render(value) + (parts[index + 1] ?? '');
  });
  return new Html(source);
}

/** Marks source as safe: only for what this software wrote or sanitized. */
export const trusted = (source: string): Html => new Html(source);

/** ` name="value"` for each attribute that has a value; `true` writes the bare name. */
export function attributes(list: Record<string, string | number | boolean | undefined>): Html {
  let source = '';
  for (const [name, value] of Object.entries(list)) {
    if (value === true) source += ` ${name}`;
    else if (value !== undefined && value !== false) source += ` ${name}="${escapeHtml(String(value))}"`;
  }
  return new Html(source);
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.source;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}
