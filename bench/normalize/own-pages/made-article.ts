import type { Random } from '../../../tests/helpers/simulation/random.ts';
import type { Truth } from '../page-set.ts';
import { type Language, languages } from './languages.ts';

/** A block of an article; `items` are a list's, every other kind has one. */
export interface Block {
  kind: 'paragraph' | 'heading' | 'list' | 'quote' | 'picture' | 'code';
  items: string[];
}

/** An article made up, with all that is true of it. */
export interface MadeArticle {
  language: Language;
  title: string;
  authors: string[];
  published: Date | undefined;
  blocks: Block[];
}

/** Of 0 to 3 authors, with or without a date, 3 to 22 paragraphs. */
export function madeArticle(random: Random): MadeArticle {
  // As in most collections of pages, half are English.
  const language = random.chance(0.5) ? (languages[0] as Language) : random.pick(languages);
  const authors = random.chance(0.2)
    ? []
    : random.shuffled(language.names).slice(0, random.pick([1, 1, 1, 2, 3]));
  const published = random.chance(0.15)
    ? undefined
    : new Date(Date.UTC(2015 + random.below(11), random.below(12), 1 + random.below(28), 9));
  const blocks: Block[] = [];
  const paragraphs = 3 + random.below(20);
  for (let index = 0; index < paragraphs; index += 1) {
    if (index > 1 && random.chance(0.2))
      blocks.push({ kind: 'heading', items: [phrase(random, language, 3 + random.below(4))] });
    blocks.push({ kind: 'paragraph', items: [paragraph(random, language)] });
    if (index > 0 && random.chance(0.25)) blocks.push(extra(random, language));
  }
  return { language, title: phrase(random, language, 5 + random.below(5)), authors, published, blocks };
}

function extra(random: Random, language: Language): Block {
  const kind = random.pick(['list', 'quote', 'picture', 'picture', 'code'] as const);
  if (kind === 'picture') return { kind, items: [] };
  if (kind === 'code')
    return { kind, items: [`const step_${random.below(99)} = measure(${random.below(99)});`] };
  if (kind === 'quote') return { kind, items: [sentence(random, language)] };
  return {
    kind,
    items: Array.from({ length: 3 + random.below(4) }, () => phrase(random, language, 4 + random.below(9))),
  };
}

/** Words without an end mark, the first with a capital. */
export function phrase(random: Random, { code, words }: Language, length: number): string {
  const chosen = Array.from({ length }, () => random.pick(words));
  const text = chosen.join(code === 'ja' ? '' : ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function sentence(random: Random, language: Language): string {
  const [comma, stop] =
    language.code === 'ja' ? ['、', '。'] : language.code === 'ar' ? ['، ', '.'] : [', ', '.'];
  const parts = Array.from({ length: 1 + random.below(3) }, () =>
    phrase(random, language, 4 + random.below(8)),
  );
  return (
    parts
      .map((part, index) => (index === 0 ? part : part.charAt(0).toLowerCase() + part.slice(1)))
      .join(comma) + stop
  );
}

function paragraph(random: Random, language: Language): string {
  const gap = language.code === 'ja' ? '' : ' ';
  return Array.from({ length: 1 + random.below(5) }, () => sentence(random, language)).join(gap);
}

/** What a page of the article has to give. */
export function truthOf(id: string, url: string, { title, authors, published, blocks }: MadeArticle): Truth {
  const text = blocks.flatMap(({ items }) => items).join('\n');
  return { id, url, title, author: authors, date: published?.toISOString().slice(0, 10) ?? null, text };
}
