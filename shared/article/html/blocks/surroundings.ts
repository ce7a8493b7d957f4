import type { Measures } from '../measure.ts';
import { type ElementNode, elementsIn } from '../nodes.ts';

const lists = new Set(['ul', 'ol', 'dl', 'table']);

/** Words in classes that say something about a block without settling it. */
const tellingWords = new Set(
  (
    'button buttons btn meta author date card cards teaser promo banner callout box note notes tip quote tab tabs accordion ' +
    'faq summary takeaways toc contents related read product footnote footnotes reference references source sources ' +
    'caption credit embed sticky hide form slider swiper carousel slide grid intro lead excerpt subtitle ' +
    'description gallery video highlight tag cta disclosure'
  ).split(' '),
);

/** What stands around blocks; remembers its answers, so that asking for every block stays linear. */
export class Surroundings {
  readonly #content: ElementNode;
  readonly #measures: Measures;
  readonly #aboveHome: ReadonlySet<ElementNode>;
  readonly #aboveCore: ReadonlySet<ElementNode>;
  readonly #anchors = new Map<ElementNode, boolean>();
  readonly #words = new Map<ElementNode, string[]>();

  /** @param core the smallest element that holds nearly all prose */
  constructor(content: ElementNode, core: ElementNode, measures: Measures) {
    this.#content = content;
    this.#measures = measures;
    this.#aboveHome = chainOf(homeOf(content, measures));
    this.#aboveCore = chainOf(core);
  }

  /** Telling words in the classes of the element and up to three around it. */
  wordsAround(element: ElementNode): Set<string> {
    const found = new Set<string>();
    for (const at of this.#upwards(element, 4)) {
      let words = this.#words.get(at);
      if (words === undefined) {
        words = at.classWords.filter((word) => tellingWords.has(word));
        this.#words.set(at, words);
      }
      for (const word of words) found.add(word);
    }
    return found;
  }

  /** The list or table that the element is an item of. */
  listAround(element: ElementNode): ElementNode | undefined {
    for (const at of this.#upwards(element, 5)) if (lists.has(at.name)) return at;
    return undefined;
  }

  /** Whether all links in an element lead to places on the page itself. */
  hasAnchorsOnly(element: ElementNode): boolean {
    let answer = this.#anchors.get(element);
    if (answer === undefined) {
      const links = elementsIn(element).filter(({ name }) => name === 'a');
      answer = links.length > 0 && links.every(({ attributes }) => attributes.href?.startsWith('#'));
      this.#anchors.set(element, answer);
    }
    return answer;
  }

  /** Share of an element's text that is linked. */
  linkShare(element: ElementNode): number {
    const size = this.#measures.get(element);
    return size === undefined || size.text === 0 ? 0 : size.links / size.text;
  }

  /** Steps up from the element to what also holds the paragraphs' home; at most 5. */
  stepsToHome(element: ElementNode): number {
    return stepsTo(this.#aboveHome, element);
  }

  /** Steps up from the element to what also holds the core; at most 5. */
  stepsToCore(element: ElementNode): number {
    return stepsTo(this.#aboveCore, element);
  }

  *#upwards(element: ElementNode, most: number): Generator<ElementNode> {
    let at: ElementNode | undefined = element;
    for (let steps = 0; steps < most && at !== undefined && at !== this.#content; steps++) {
      yield at;
      at = at.parent;
    }
  }
}

/** The element that directly holds the most prose in paragraphs. */
function homeOf(content: ElementNode, measures: Measures): ElementNode {
  let home = content;
  let most = 0;
  for (const element of elementsIn(content)) {
    let prose = 0;
    for (const child of element.children) {
      if (child.kind === 'element' && child.name === 'p') prose += measures.get(child)?.prose ?? 0;
    }
    if (prose > most) {
      most = prose;
      home = element;
    }
  }
  return home;
}

function chainOf(element: ElementNode): Set<ElementNode> {
  const chain = new Set<ElementNode>();
  for (let at: ElementNode | undefined = element; at !== undefined; at = at.parent) chain.add(at);
  return chain;
}

function stepsTo(chain: ReadonlySet<ElementNode>, element: ElementNode): number {
  let steps = 0;
  for (
    let at: ElementNode | undefined = element;
    at !== undefined && !chain.has(at) && steps < 5;
    at = at.parent
  ) {
    steps++;
  }
  return steps;
}
