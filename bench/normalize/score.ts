import { namesIn } from './names-in.ts';
import type { Truth } from './page-set.ts';

/** What an extractor said of a page, in text. */
export interface Answer {
  title: string;
  authors: string[];
  date: string;
  text: string;
}

/** How often a field was right where it is known, and given where the page states none. */
export interface FieldScore {
  right: number;
  known: number;
  invented: number;
  unknown: number;
}

export interface Score {
  pages: number;
  /** Pages of which nothing was made. */
  failed: number;
  /** Means over pages, 0 to 1. */
  f1: number;
  precision: number;
  recall: number;
  title: FieldScore;
  authors: FieldScore;
  date: FieldScore;
}

/** Scripts written without spaces: each character counts as a word. */
const token =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}])+/gu;

function tokensOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.normalize('NFKC').toLowerCase().matchAll(token)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const total = (counts: Map<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

/**
 * Compares two texts as multisets of words: of the words given, the share that is true (precision), of the true words
 * the share given (recall), and their harmonic mean. Two empty texts agree.
 */
export function compareTexts(truth: string, given: string): Pick<Score, 'f1' | 'precision' | 'recall'> {
  const expected = tokensOf(truth);
  const found = tokensOf(given);
  const [all, wanted] = [total(found), total(expected)];
  if (all === 0 && wanted === 0) return { f1: 1, precision: 1, recall: 1 };
  let shared = 0;
  for (const [word, count] of found) shared += Math.min(count, expected.get(word) ?? 0);
  const precision = all === 0 ? 0 : shared / all;
  const recall = wanted === 0 ? 0 : shared / wanted;
  return { f1: shared === 0 ? 0 : (2 * precision * recall) / (precision + recall), precision, recall };
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const dayOf = (date: string): string => {
  if (/^\d{4}-\d{2}-\d{2}/.test(date)) return date.slice(0, 10);
  const time = Date.parse(date);
  return Number.isNaN(time) ? date.trim() : new Date(time).toISOString().slice(0, 10);
};

const people = (names: string[]): string =>
  [...new Set(names.map(fold))]
    .filter((name) => name !== '')
    .sort()
    .join('|');

/** Scores the answers to a page set; a page without an answer counts as one with nothing in it. */
export function score(truths: Truth[], answers: ReadonlyMap<string, Answer>): Score {
  const sums = { f1: 0, precision: 0, recall: 0 };
  const fields = { title: none(), authors: none(), date: none() };
  for (const truth of truths) {
    const { text = '', title = '', authors = [], date = '' } = answers.get(truth.id) ?? {};
    const body = compareTexts(truth.text, text);
    for (const name of ['f1', 'precision', 'recall'] as const) sums[name] += body[name];
    count(fields.title, fold(truth.title ?? ''), fold(title));
    const known = truth.author ?? [];
    count(fields.authors, people(typeof known === 'string' ? namesIn(known) : known), people(authors));
    count(fields.date, dayOf(truth.date ?? ''), dayOf(date));
  }
  const pages = truths.length;
  return {
    pages,
    failed: pages - answers.size,
    f1: sums.f1 / pages,
    precision: sums.precision / pages,
    recall: sums.recall / pages,
    ...fields,
  };
}

const none = (): FieldScore => ({ right: 0, known: 0, invented: 0, unknown: 0 });

function count(field: FieldScore, truth: string, given: string): void {
  if (truth === '') {
    field.unknown += 1;
    if (given !== '') field.invented += 1;
    return;
  }
  field.known += 1;
  if (given === truth) field.right += 1;
}
