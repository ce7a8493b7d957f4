import { Parser } from 'htmlparser2';
import { escapeHtml } from './plain-text.ts';

/** HTML source, already escaped, that stands for an element and all it holds. */
export class Replacement {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type Attributes = Record<string, string>;

const voidElements = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/**
 * Reads a sanitized fragment and writes it again with other attributes or without some elements.
 * @param fate says of each element what becomes of it: its attributes, a replacement for it and all it holds, or
 *   undefined when it goes and what it holds stays
 */
export function rewriteHtml(
  html: string,
  fate: (name: string, attributes: Attributes) => Attributes | Replacement | undefined,
): string {
  let out = '';
  /** Whether each open element was written; and how many replaced ones are open. */
  const written: boolean[] = [];
  let replaced = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      const result = replaced > 0 ? undefined : fate(name, attributes);
      if (result instanceof Replacement) out += result.source;
      else if (result !== undefined) out += `<${name}${list(result)}>`;
      if (replaced > 0 || result instanceof Replacement) replaced += 1;
      written.push(result !== undefined && !(result instanceof Replacement));
    },
    ontext(text) {
      if (replaced === 0) out += escapeText(text);
    },
    onclosetag(name) {
      const wasWritten = written.pop();
      if (replaced > 0) replaced -= 1;
      if (wasWritten && !voidElements.has(name)) out += `</${name}>`;
    },
  });
  parser.end(html);
  return out;
}

const list = (attributes: Attributes): string =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join('');

const escapeText = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;');
