import { fold } from './plain-text.ts';

/** Separators that titles themselves hardly use: what follows the last one is a site or a section. */
const strong = /\s+(?:\||¦|»|«|•|·|::|›)\s+/g;
/** Separators that titles use too: only a known name is cut there. */
const weak = /\s+[-–—:/~]\s+|:\s+/g;

/**
 * A title without the site's name at its end or start.
 * @param names the site's names, folded
 */
export function withoutSiteName(title: string, names: ReadonlySet<string>): string {
  let short = title;
  for (let cuts = 0; cuts < 3; cuts++) {
    const next = cutOnce(short, names);
    if (next === undefined) break;
    short = next;
  }
  return short;
}

function cutOnce(title: string, names: ReadonlySet<string>): string | undefined {
  for (const [pattern, always] of [
    [strong, true],
    [weak, false],
  ] as const) {
    const marks = [...title.matchAll(pattern)];
    const first = marks[0];
    const last = marks[marks.length - 1];
    if (!first || !last) continue;
    const head = title.slice(0, first.index);
    const afterFirst = title.slice(first.index + first[0].length);
    const beforeLast = title.slice(0, last.index);
    const tail = title.slice(last.index + last[0].length);
    if (isSite(tail, names)) return beforeLast;
    if (isSite(head, names)) return afterFirst;
    if (always && wordCount(beforeLast) >= 2) return beforeLast;
  }
  return undefined;
}

function isSite(part: string, names: ReadonlySet<string>): boolean {
  const folded = fold(part);
  if (folded === '' || wordCount(part) > 6) return false;
  if (names.has(folded)) return true;
  const joined = folded.replaceAll(' ', '');
  for (const name of names) {
    const joinedName = name.replaceAll(' ', '');
    if (
      joinedName === joined ||
      (joined.length >= 4 &&
        joinedName.length >= 4 &&
        (joined.startsWith(joinedName) || joinedName.startsWith(joined)))
    ) {
      return true;
    }
  }
  return false;
}

const wordCount = (text: string): number => text.trim().split(/\s+/).length;
