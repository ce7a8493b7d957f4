import { Random } from '../simulation/random.ts';

/** One thing that editors do: put a file into the inbox, or delete it. */
export interface Change {
  key: string;
  /** Absent: it is deleted. */
  body?: string;
}

/** What editors do, in two parts: what is deleted in the second was shown after the first. */
export interface PlannedChanges {
  /** One upload a key. */
  uploads: Change[];
  /** Changes of some, deletions of others; a key may occur several times. */
  later: Change[];
}

const sections = ['harbour', 'market', 'hills'];
const tags = ['boats', 'bread', 'bells', 'bridges', 'birds'];
const authors = ['Ada Weir', 'Bo Quay', 'Cleo Mill'];
const begin = Date.parse('2026-01-01T08:00:00Z');
const day = 86_400_000;

/**
 * Plans changes that end in the same site whenever they are carried out: each document states when it was published
 * and updated. Nothing is ever deleted in the section `archive`, so that its feeds don't tell when anything happened.
 * @param count of changes in all
 */
export function planChanges(seed: number, count: number): PlannedChanges {
  const random = new Random(seed);
  const keys = Array.from({ length: Math.round(count / 2) }, (_, index) => {
    const section = index % 4 === 3 ? 'archive' : random.pick(sections);
    return `${section}/article ${index}.md`;
  });
  const doomed = new Set(
    random
      .shuffled(keys)
      .filter((key) => !key.startsWith('archive/'))
      .slice(0, Math.round(count / 5)),
  );
  const versions = new Map<string, number>();
  const write = (key: string): Change => {
    const version = (versions.get(key) ?? 0) + 1;
    versions.set(key, version);
    // One that will be deleted stays in its feeds until then: a feed tells of the withdrawal of what it has shown.
    const placing = new Random(Number(/\d+/.exec(key)?.[0]) * 1000 + (doomed.has(key) ? 0 : version));
    return { key, body: article(placing, key, version) };
  };
  const uploads = keys.map(write);
  const overwrites = Array.from({ length: count - keys.length - doomed.size }, () =>
    write(random.pick(keys)),
  );
  return { uploads, later: [...overwrites, ...[...doomed].map((key): Change => ({ key }))] };
}

function article(random: Random, key: string, version: number): string {
  const number = Number(/\d+/.exec(key)?.[0]);
  const published = begin + (number % 90) * day + number * 60_000;
  const fields = {
    title: `${key.split('/')[0]} story ${number}, version ${version}`,
    slug: `story-${number}`,
    date: new Date(published).toISOString(),
    updated: new Date(published + (version - 1) * 3_600_000).toISOString(),
    author: random.pick(authors),
    tags: [random.pick(tags), random.pick(tags)],
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const words = Array.from({ length: 30 + random.below(200) }, () => random.pick(tags)).join(' ');
  return `---\n${lines.join('\n')}\n---\nThis is story ${number} in version ${version}.\n\n${words}.\n`;
}
