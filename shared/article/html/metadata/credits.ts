import type { Author } from '../../schema.ts';
import { type ElementNode, elementsIn, soleChild } from '../nodes.ts';
import { type Byline, distinct, people } from './byline.ts';
import { namesInByline } from './person-names.ts';
import { partedText } from './visible-head.ts';

const credit =
  /^(?:this (?:article|post|story|piece|guide) (?:was|is) )?(?:(?:article|story|post|words|text|content|blog post|guest post) )?(?:(?:was )?(?:written|authored|contributed|penned|posted) by|(?:article|story|words|text) by)(?: the author)?\s*:?\s*(?:\| )?(?=\p{L})|^(?:article |blog |post )?(?:authors?|author\(s\)|contributors?|verfasst von|geschrieben von|ein (?:artikel|beitrag) von|autor(?:in|en)?|écrit par|rédigé par|auteurs?|escrito por|autora?(?:es)?|scritto da|autore|geschreven door|skriven av|skrevet (?:af|av)|автор|текст)\s*(?::\s*(?:\| )?|\| )(?=\p{L})/iu;
const notTheArticle = new Set([
  'comment', 'comments', 'respond', 'related', 'recommended', 'popular', 'latest', 'recent', 'teaser', 'card', 'cards', 'widget', 'review', 'reviews', 'quote', 'testimonial',
  'nav', 'navigation', 'menu', 'carousel', 'slider', 'swiper',
]); // biome-ignore format: a list reads better in lines
const longest = 140;
const mostNodes = 60;

/** Whether a line does nothing but credit people. */
export function isCredit(text: string): boolean {
  const start = credit.exec(text);
  return start !== null && namesInByline(text.slice(start[0].length)).some((name) => /\s/.test(name));
}

/** "This post was written by Ada Byron" wherever it stands, if the page credits nobody else. */
export function findCredit(body: ElementNode): Byline | undefined {
  const found = new Map<string, Author[]>();
  const pending: ElementNode[] = [body];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    for (const child of element.children) if (child.kind === 'element' && isOwn(child)) pending.push(child);
    const inner = soleChild(element);
    // Its text is the same, and is read there; reading it here too would read it once for each box around it.
    if (inner !== undefined && isOwn(inner)) continue;
    const text = partedText(element, longest, mostNodes);
    const start = text === undefined ? null : credit.exec(text);
    if (text === undefined || start === null) continue;
    const rest = text.slice(start[0].length);
    const names = namesInByline(rest).filter((name) => /\s/.test(name));
    if (names.length > 0) found.set(names.join('|').toLowerCase(), distinct(people(names, element)));
    if (found.size > 2) return undefined;
  }
  const [authors = [], ...others] = [...found.values()].sort((a, b) => b.length - a.length);
  const known = new Set(authors.map(({ name }) => name));
  const isOne = others.every((list) => list.every(({ name }) => known.has(name)));
  return authors.length > 0 && isOne ? { authors, from: 'credit' } : undefined;
}

const isOwn = (element: ElementNode): boolean =>
  element.name !== 'nav' && !element.classWords.some((word) => notTheArticle.has(word));

/**
 * The box about the author at the end of an article, if the page has boxes about one person only (lists of other
 * articles name many).
 */
export function findAuthorBox(body: ElementNode): Byline | undefined {
  const names = new Map<string, Author>();
  for (const element of elementsIn(body)) {
    const words = element.classWords;
    if (!words.includes('author') || words.some((word) => notBox.has(word))) continue;
    const [name] = (partedText(element, 1_500) ?? '')
      .split(' | ')
      .slice(0, 5)
      .flatMap((part) => (part.length < 60 ? namesInByline(part) : []))
      .filter((part) => /\s/.test(part));
    if (name !== undefined) names.set(name.toLowerCase(), { name });
    if (names.size > 1) return undefined;
  }
  return names.size === 1 ? { authors: [...names.values()], from: 'author box' } : undefined;
}

const notBox = new Set([
  'related',
  'comment',
  'comments',
  'card',
  'cards',
  'teaser',
  'quote',
  'testimonial',
  'review',
  'reviewer',
  'recent',
  'grid',
  'item',
  'bookmark',
  'recommended',
]);
