import { cleanLine } from '../../clean-characters.ts';
import type { Found } from '../../parsed-document.ts';
import { type ElementNode, textOf } from '../nodes.ts';
import { firstMeta, type PageFacts } from './page-facts.ts';
import { fold, plainText } from './plain-text.ts';
import { withoutSiteName } from './title-suffix.ts';

/** A title as found, and the heading in the page that shows it, which the body must not repeat. */
export interface TitleFound {
  title: Found<string> | undefined;
  heading: ElementNode | undefined;
}

/**
 * The title: of the headings that show one, that which the metadata confirms; else what the metadata says, without
 * the site's name.
 * @param headings the page's h1 elements, in order
 * @param names of the site, folded
 */
export function findTitle(facts: PageFacts, headings: ElementNode[], names: ReadonlySet<string>): TitleFound {
  const stated = statedTitles(facts);
  const shown = headings
    // What a page shows is meant as it stands: `<b>` here is a title about HTML, unlike in metadata.
    .map((heading) => ({ heading, text: cleanLine(textOf(heading)) }))
    .filter(({ text }) => text !== '' && text.length <= 400 && !names.has(fold(text)));
  let best: { heading: ElementNode; text: string; agreement: number } | undefined;
  for (const { heading, text } of shown) {
    const agreement = Math.max(0, ...stated.map(({ value }) => agreementOf(text, value)));
    if (best === undefined || agreement > best.agreement) best = { heading, text, agreement };
  }
  if (best && (best.agreement >= 0.5 || stated.length === 0 || shown.length === 1)) {
    return {
      title: { value: withoutSiteName(best.text, names), from: 'heading: h1' },
      heading: best.heading,
    };
  }
  const first = stated[0];
  return {
    title: first && { value: withoutSiteName(first.value, names), from: first.from },
    heading: undefined,
  };
}

function statedTitles(facts: PageFacts): Found<string>[] {
  const found: Found<string>[] = [];
  const headline = facts.linked.article?.headline;
  if (typeof headline === 'string') found.push({ value: plainText(headline), from: 'json-ld: headline' });
  for (const names of [
    ['og:title'],
    ['twitter:title'],
    ['citation_title', 'dc.title', 'dcterms.title', 'parsely-title'],
  ]) {
    const meta = firstMeta(facts, names);
    if (meta) found.push({ value: plainText(meta.value), from: `meta: ${meta.name}` });
  }
  const title = plainText(facts.tree.title);
  if (title !== '') found.push({ value: title, from: 'title element' });
  return found.filter(({ value }) => value !== '');
}

/** How much a heading and a stated title say the same, from 0 to 1: shared words by the longer of both. */
function agreementOf(heading: string, stated: string): number {
  const a = fold(heading);
  const b = fold(stated);
  if (a === '' || b === '') return 0;
  if (a === b) return 1;
  const words = a.split(' ');
  if (b.startsWith(`${a} `) || b.endsWith(` ${a}`)) return words.length > 2 ? 0.95 : 0.6;
  if (a.startsWith(`${b} `)) return 0.9;
  const statedWords = new Set(b.split(' '));
  const shared = words.filter((word) => statedWords.has(word)).length;
  return shared / Math.max(words.length, statedWords.size);
}
