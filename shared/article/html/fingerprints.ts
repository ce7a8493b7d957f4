import { type ElementNode, elementsIn } from './nodes.ts';

/** Stands for a text without its white space: polynomials of its characters in two fields, and their factor for what follows. */
export interface Fingerprint {
  first: number;
  second: number;
  firstFactor: number;
  secondFactor: number;
}

/** Primes below 2^26, so that products of two residues stay exact. */
const firstModulus = 67_108_859;
const secondModulus = 67_108_837;
const base = 65_599;

/**
 * A fingerprint of the text under each element, each character read once however deep it lies: comparing the texts
 * themselves would read those of nested elements once for each level.
 * @param prints where they are put, by element
 */
export function fingerprints(root: ElementNode, prints: Map<ElementNode, Fingerprint>): void {
  const elements = elementsIn(root);
  for (let at = elements.length - 1; at >= 0; at--) {
    const element = elements[at] as ElementNode;
    const print: Fingerprint = { first: 0, second: 0, firstFactor: 1, secondFactor: 1 };
    for (const child of element.children) {
      if (child.kind === 'text') addText(print, child.text);
      else addPrint(print, prints.get(child));
    }
    prints.set(element, print);
  }
}

function addText(print: Fingerprint, text: string): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 160 || (code > 8 && code < 14)) continue;
    print.first = (print.first * base + code) % firstModulus;
    print.second = (print.second * base + code) % secondModulus;
    print.firstFactor = (print.firstFactor * base) % firstModulus;
    print.secondFactor = (print.secondFactor * base) % secondModulus;
  }
}

function addPrint(print: Fingerprint, below: Fingerprint | undefined): void {
  if (below === undefined) return;
  print.first = (print.first * below.firstFactor + below.first) % firstModulus;
  print.second = (print.second * below.secondFactor + below.second) % secondModulus;
  print.firstFactor = (print.firstFactor * below.firstFactor) % firstModulus;
  print.secondFactor = (print.secondFactor * below.secondFactor) % secondModulus;
}
