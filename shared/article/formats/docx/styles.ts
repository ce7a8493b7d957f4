import { at, childrenOf, type XmlElement } from '../xml/tree.ts';
import { wordValue } from './package.ts';

/** What a paragraph is, as far as HTML has a word for it. */
export type Role =
  | 'title'
  | 'subtitle'
  | 'author'
  | 'date'
  | 'quote'
  | 'code'
  | 'paragraph'
  | { heading: number };

/** A list that a paragraph is an item of. */
export interface Numbering {
  /** Names the list: items with the same one go on with each other. */
  list: string;
  /** Depth, 0 for the outermost. */
  level: number;
  kind: 'ul' | 'ol';
}

interface Style {
  name: string;
  basedOn?: string;
  outline?: number;
  properties?: XmlElement;
}

/** Looks up what paragraph styles mean; styles are known by their English names in every language of Word. */
export class Styles {
  readonly #styles: ReadonlyMap<string, Style>;

  constructor(part: XmlElement | undefined) {
    this.#styles = new Map(
      childrenOf(part, 'style').map((style) => [
        style.attributes.get('w:styleId') ?? '',
        {
          name: (wordValue(style, 'name') ?? '').toLowerCase(),
          basedOn: wordValue(style, 'basedOn'),
          properties: at(style, 'pPr'),
        },
      ]),
    );
  }

  roleOf(properties: XmlElement | undefined): Role {
    const chain = this.#chain(wordValue(properties, 'pStyle'));
    for (const { name } of chain) {
      const heading = /^heading ([1-9])$/.exec(name)?.[1];
      if (heading) return { heading: Number(heading) };
      if (name === 'title' || name === 'subtitle' || name === 'author' || name === 'date') return name;
      if (/^(?:intense )?quote$|^block ?(?:text|quote)$/.test(name)) return 'quote';
      if (/^(?:html preformatted|(?:source )?code|macro text|plain text)$/.test(name)) return 'code';
    }
    const outline = [properties, ...chain.map((style) => style.properties)]
      .map((one) => wordValue(one, 'outlineLvl'))
      .find((level) => level !== undefined);
    return outline !== undefined && /^[0-5]$/.test(outline) ? { heading: Number(outline) + 1 } : 'paragraph';
  }

  /** The list properties of a paragraph: its own, else those of its style. */
  listOf(properties: XmlElement | undefined): XmlElement | undefined {
    const styles = this.#chain(wordValue(properties, 'pStyle'));
    return [properties, ...styles.map((style) => style.properties)]
      .map((one) => at(one, 'numPr'))
      .find(Boolean);
  }

  /** A style and those it is based on; a circle ends. */
  #chain(id: string | undefined): Style[] {
    const chain: Style[] = [];
    for (let style = this.#styles.get(id ?? ''); style && chain.length < 12; ) {
      chain.push(style);
      style = this.#styles.get(style.basedOn ?? '');
    }
    return chain;
  }
}

/** Looks up the kind of a list (ECMA-376, part 1, 17.9). */
export class Numberings {
  readonly #formats = new Map<string, string>();

  constructor(part: XmlElement | undefined) {
    const abstract = new Map(
      childrenOf(part, 'abstractNum').map((one) => [one.attributes.get('w:abstractNumId') ?? '', one]),
    );
    for (const number of childrenOf(part, 'num')) {
      const levels = childrenOf(abstract.get(wordValue(number, 'abstractNumId') ?? ''), 'lvl');
      for (const level of levels) {
        const name = `${number.attributes.get('w:numId')}/${level.attributes.get('w:ilvl')}`;
        this.#formats.set(name, wordValue(level, 'numFmt') ?? 'decimal');
      }
    }
  }

  of(properties: XmlElement | undefined): Numbering | undefined {
    const list = wordValue(properties, 'numId');
    if (list === undefined || list === '0') return undefined;
    const level = Math.min(8, Math.max(0, Number(wordValue(properties, 'ilvl') ?? 0) || 0));
    const format = this.#formats.get(`${list}/${level}`);
    if (format === undefined || format === 'none') return undefined;
    return { list, level, kind: format === 'bullet' ? 'ul' : 'ol' };
  }
}
