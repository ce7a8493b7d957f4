/**
 * Content for measurements, made up here and the same in every run. Words come from a fixed list, so that texts compress
 * and tokenize like prose of about the length asked for.
 */
const vocabulary =
  `harbour ferry morning council bridge market weather window garden station letter signal answer winter summer
  orchard railway teacher mountain island captain museum theatre library kitchen village lantern question
  carried opened waited counted painted repaired measured gathered crossed returned finished noticed promised
  quiet early narrow careful bright distant ordinary patient wooden late small heavy gentle open common`.split(
    /\s+/,
  );

/** A small generator (Lehmer, modulus 2^31 - 1): equal seeds give equal texts. */
function numbers(seed: number): (below: number) => number {
  let state = (seed % 2147483646) + 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** A sentence of 8 to 20 words. */
function sentence(next: (below: number) => number): string {
  const words = Array.from({ length: 8 + next(13) }, () => vocabulary[next(vocabulary.length)] ?? '');
  const text = words.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function paragraph(next: (below: number) => number, bytes: number): string {
  let text = sentence(next);
  while (text.length < bytes) text += ` ${sentence(next)}`;
  return text;
}

/** Paragraphs of about 600 bytes each, together at least so many bytes. */
export function paragraphs(seed: number, bytes: number): string[] {
  const next = numbers(seed);
  const all: string[] = [];
  for (let length = 0; length < bytes; length += all.at(-1)?.length ?? 1) {
    all.push(paragraph(next, Math.min(600, bytes)));
  }
  return all;
}

export const titleOf = (seed: number): string => sentence(numbers(seed + 7)).slice(0, -1);

/** What an article states about itself. */
export interface MarkdownFacts {
  section?: string;
  author: string;
  tags: readonly string[];
}

/** The facts of all articles in the counts: with everything, section and language they stand in six feeds. */
export const inSixFeeds = {
  author: 'Ada Marsh',
  tags: ['harbour', 'weather'],
} as const satisfies MarkdownFacts;

/** Of four sections, five authors and eight tags: as varied as a paper is. */
export function varied(seed: number): Required<MarkdownFacts> {
  const pick = (list: string, at: number) => list.split(' ').at(at % list.split(' ').length) ?? '';
  const tags = 'harbour weather council railway garden museum market schools';
  return {
    section: pick('news culture sport opinion', seed),
    author: `Ada ${pick('Marsh Wells Fenn Brook Vale', seed * 3)}`,
    tags: [pick(tags, seed), pick(tags, seed * 5 + 3)],
  };
}

/** A Markdown upload with front matter, as an editor would write it. @param bytes of its text, about */
export function markdownUpload(seed: number, bytes: number, facts: MarkdownFacts = inSixFeeds): string {
  const text = paragraphs(seed, bytes);
  return [
    '---',
    `title: ${titleOf(seed)}`,
    `author: ${facts.author}`,
    `tags: [${facts.tags.join(', ')}]`,
    'language: en',
    '---',
    text.join('\n\n'),
    '',
  ].join('\n');
}
