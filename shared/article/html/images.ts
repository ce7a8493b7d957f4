import { bestOfSrcset } from '../media/srcset.ts';
import {
  childElements,
  type ElementNode,
  elementsIn,
  replaceNode,
  TextNode,
  type TreeNode,
  textOf,
} from './nodes.ts';
import { Replacements } from './replacements.ts';

/** Attributes in which scripts keep the address of a picture that is loaded late, the largest first. */
const lazySources = [
  'data-orig-file', 'data-large-file', 'data-full-src', 'data-hi-res-src', 'data-src-large', 'data-original', 'data-lazy-src', 'data-src', 'data-lazy',
  'data-original-src', 'data-image', 'data-url', 'data-img-src', 'data-runner-src', 'data-pin-media',
]; // biome-ignore format: a list reads better in lines
const lazySets = ['data-srcset', 'data-lazy-srcset', 'data-original-set', 'data-sizes-srcset', 'srcset'];
const placeholder =
  /(?:^|[/_.-])(?:blank|spacer|placeholder|transparent|pixel|1x1|lazy|loading|grey|gray|dummy|empty)[\w.-]{0,20}\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)|^about:|^#|^$/i;

/**
 * Gives every picture its real address, the largest that the page offers: pages keep it in data attributes, in `srcset`,
 * in `<picture>` sources or in a `<noscript>` beside a placeholder. Pictures of one pixel and emoji pictures go.
 * @param elements of the page, each before those in it
 */
export function settleImages(elements: readonly ElementNode[]): void {
  let noscripts = 0;
  for (const element of elements) {
    if (element.name === 'amp-img') element.name = 'img';
    if (element.name !== 'noscript') continue;
    noscripts += 1;
    if (noscripts <= mostNoscripts) settleNoscript(element);
  }
  const replacements = new Replacements();
  for (const element of elements) {
    // What a noscript's picture took the place of has no parent any more.
    if (element.name === 'img' && element.parent !== undefined) settleImage(element, replacements);
  }
  replacements.carryOut();
}

function settleImage(image: ElementNode, replacements: Replacements): void {
  const { parent, attributes } = image;
  const width = Number.parseInt(attributes.width ?? '', 10);
  const height = Number.parseInt(attributes.height ?? '', 10);
  if (width <= 2 || height <= 2) {
    replacements.replace(image, []);
    return;
  }
  if (
    /\bemoji\b/.test(attributes.class ?? '') &&
    attributes.alt !== undefined &&
    attributes.alt.length <= 8
  ) {
    replacements.replace(image, [new TextNode(attributes.alt)]);
    return;
  }
  const picture = parent?.name === 'picture' ? parent : undefined;
  const source = bestSource(image, picture);
  if (source === undefined) {
    replacements.replace(picture ?? image, []);
    return;
  }
  image.attributes = { src: source };
  for (const name of ['alt', 'width', 'height', 'title']) {
    const value = attributes[name];
    if (value !== undefined) image.attributes[name] = value;
  }
  if (picture) replacements.replace(picture, [image]);
}

/** The best address of an image, undefined when it only has a placeholder. */
function bestSource(image: ElementNode, picture: ElementNode | undefined): string | undefined {
  const sets = lazySets.map((name) => image.attributes[name]);
  for (const source of picture ? childElements(picture) : []) {
    const type = source.attributes.type ?? '';
    if (source.name !== 'source' || (type !== '' && !/jpe?g|png|webp|gif/i.test(type))) continue;
    sets.push(source.attributes.srcset, source.attributes['data-srcset']);
  }
  const written = sets.filter((set) => set !== undefined && /\S/.test(set)).join(', ');
  const fromSets = written === '' ? undefined : bestOfSrcset(written);
  if (fromSets !== undefined && isAddress(fromSets)) return fromSets;
  // What scripts keep there may be a list; in `src` a space is part of the address.
  for (const name of lazySources) {
    if (image.attributes[name] === undefined) continue;
    const lazy = image.attribute(name);
    if (isAddress(lazy) && !/\s/.test(lazy)) return lazy;
  }
  const plain = image.attribute('src');
  return isAddress(plain) ? plain : undefined;
}

const isAddress = (value: string): boolean =>
  value !== '' &&
  !placeholder.test(value) &&
  (!value.startsWith('data:') || value.length > 2_000) &&
  !/^[[{]/.test(value);

/** The two elements before a node, or after it as far as there are none before. */
function nearest(siblings: TreeNode[], node: TreeNode): ElementNode[] {
  const found: ElementNode[] = [];
  const at = siblings.indexOf(node);
  const look = (index: number): void => {
    const sibling = siblings[index];
    if (sibling?.kind === 'element') found.push(sibling);
  };
  for (let index = at - 1; index >= 0 && found.length < 2; index -= 1) look(index);
  for (let index = at + 1; index < siblings.length && found.length < 2; index += 1) look(index);
  return found;
}

/** Settling one noscript looks for its place among its siblings, so that many cost more each; no page has so many. */
const mostNoscripts = 5_000;

/** A noscript's picture takes the place of the placeholder beside it; other things in it are for nobody. */
function settleNoscript(noscript: ElementNode): void {
  const images = elementsIn(noscript).filter(({ name }) => name === 'img');
  const [image] = images;
  const { parent } = noscript;
  if (image === undefined || images.length > 1 || parent === undefined || textOf(noscript) !== '') return;
  const [shown] = nearest(parent.children, noscript).flatMap((node) =>
    elementsIn(node).filter(({ name }) => name === 'img'),
  );
  if (shown === undefined) {
    replaceNode(noscript, [image]);
    return;
  }
  if (bestSource(shown, shown.parent?.name === 'picture' ? shown.parent : undefined) === undefined) {
    replaceNode(shown, [image]);
    replaceNode(noscript, []);
  }
}
