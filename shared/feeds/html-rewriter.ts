import { Parser } from 'htmlparser2';
import { escapeHtml } from './plain-text.ts';

/** HTML source, already escaped, that stands for an element and all it holds. */
export class Replacement {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** An element that stays, with source around it that opens and closes elements of its own. */
export class Wrapped {
  readonly attributes: Attributes;
  readonly before: string;
  readonly after: string;

  constructor(attributes: Attributes, before: string, after: string) {
    this.attributes = attributes;
    this.before = before;
    this.after = after;
  }
}

export type Attributes = Record<string, string>;

const voidElements = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/**
 * Reads a sanitized fragment and writes it again with other attributes or without some elements.
 * @param fate says of each element what becomes of it: its attributes, itself wrapped, a replacement for it and all
 *   it holds, or undefined when it goes and what it holds stays
 */
export function rewriteHtml(
  html: string,
  fate: (name: string, attributes: Attributes) => Attributes | Wrapped | Replacement | undefined,
): string {
  let out = '';
  /** What closes each open element, if it was written; and how many replaced ones are open. */
  const closing: (string | undefined)[] = [];
  let replaced = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      const result = replaced > 0 ? undefined : fate(name, attributes);
      if (result instanceof Replacement) out += result.source;
      else if (result instanceof Wrapped) out += `${result.before}<${name}${list(result.attributes)}>`;
      else if (result !== undefined) out += `<${name}${list(result)}>`;
      if (replaced > 0 || result instanceof Replacement) replaced += 1;
      const end = voidElements.has(name) ? '' : `</${name}>`;
      if (result === undefined || result instanceof Replacement) closing.push(undefined);
      else closing.push(result instanceof Wrapped ? end + result.after : end);
    },
    ontext(text) {
      if (replaced === 0) out += escapeText(text);
    },
    onclosetag() {
      const end = closing.pop();
      if (replaced > 0) replaced -= 1;
      out += end ?? '';
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
