import { articleId } from '../../shared/article/identity.ts';
import { isBoundary, isStep } from '../../shared/feeds/archive-cuts.ts';
import type { Random } from '../helpers/simulation/random.ts';
import type { DocumentSpec, Edit } from './documents.ts';

/** The simulated day on which editors begin. Two days before a month ends, so that months change under way. */
export const startTime = Date.UTC(2026, 2, 30, 9, 0, 0);

const sections = ['news', 'sport', 'arts'];
const tags = ['rain', 'wind', 'snow'];
const authors = ['Ada Berg', 'Bo Chen'];
const minute = 60_000;
const hour = 60 * minute;

/** Keys in three folders; the first of them begin archive pages or steps of the open one. */
const keys = (() => {
  const names = Array.from({ length: 900 }, (_, i) => `${sections[i % 3]}/story-${i}.md`);
  const that = (test: (id: string) => boolean, count: number) =>
    names.filter((key) => test(articleId(key))).slice(0, count);
  const cuts = that(isBoundary, 4);
  const steps = that((id) => isStep(id) && !isBoundary(id), 3);
  const plain = that((id) => !isStep(id), 12);
  return { all: [...cuts, ...steps, ...plain], cuts, plain };
})();

/** A few keys of two uploads that state the same id. */
const statedIds = ['urn:uuid:0a0f2f6e-7a51-4c35-9d0e-6a2f5f1c0001', 'https://example.org/stated/two'];

/** What editors do in one run: bursts and pauses, new articles, changes of all kinds, deletions. */
export function planEdits(random: Random, count: number): Edit[] {
  const used = random.shuffled(keys.all).slice(0, 3 + random.below(12));
  if (!used.some((key) => keys.cuts.includes(key))) used.push(random.pick(keys.cuts));
  const latest = new Map<string, DocumentSpec>();
  const edits: Edit[] = [];
  let markers = 0;
  let time = startTime;
  const deletedAt = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const key = random.pick(used);
    let after = random.pick([0, 0, 0, 400, 1000, 20_000, 10 * minute, 9 * hour]);
    // S3 tells times in whole seconds, so that a deletion and an upload within one can't be told apart.
    const deleted = deletedAt.get(key);
    if (deleted !== undefined && time + after < deleted + 2000) after += 2000;
    time += after;
    const known = latest.get(key);
    if (known && random.chance(0.2)) {
      edits.push({ after, key, action: 'delete' });
      deletedAt.set(key, time);
      latest.delete(key);
    } else if (known && random.chance(0.12)) edits.push({ after, key, action: 'put', spec: known });
    else {
      markers += 1;
      const marker = `mk${String(markers).padStart(4, '0')}`;
      const spec =
        known && random.chance(0.6) ? changed(random, known, marker, time) : invented(random, marker, time);
      latest.set(key, spec);
      edits.push({ after, key, action: 'put', spec });
    }
  }
  return edits;
}

function invented(random: Random, marker: string, now: number): DocumentSpec {
  return {
    marker,
    fault: random.chance(0.06) ? random.pick(['empty', 'bad-date'] as const) : undefined,
    id: random.chance(0.12) ? random.pick(statedIds) : undefined,
    tags: random.shuffled(tags).slice(0, random.below(3)),
    section: random.chance(0.2) ? random.pick(sections) : undefined,
    author: random.chance(0.5) ? random.pick(authors) : undefined,
    language: random.chance(0.85) ? 'en' : 'de',
    date: random.chance(0.5) ? someDate(random, now) : undefined,
    updated: random.chance(0.1) ? instant(now - random.below(72) * hour) : undefined,
    embargo: random.chance(0.12)
      ? instant(now + random.below(30) * hour + random.below(3600) * 1000)
      : undefined,
    draft: random.chance(0.08),
    withheld: random.chance(0.03),
    canceled: random.chance(0.02),
  };
}

/** The next version of a document: usually one field changes besides the text. */
function changed(random: Random, spec: DocumentSpec, marker: string, now: number): DocumentSpec {
  const other = invented(random, marker, now);
  const field = random.pick([
    'tags',
    'section',
    'author',
    'date',
    'language',
    'embargo',
    'draft',
    'fault',
    'marker',
    'id',
  ] as const);
  return { ...spec, fault: undefined, marker, [field]: other[field] };
}

/** A stated date: mostly in the last three months, often shared with other documents, sometimes ahead. */
function someDate(random: Random, now: number): string {
  if (random.chance(0.25)) return random.pick(['2026-03-30T09:00:00.000Z', '2026-02-01T00:00:00.000Z']);
  if (random.chance(0.15)) return instant(now + random.below(48) * hour + random.below(3600) * 1000);
  return instant(now - random.below(80) * 24 * hour - random.below(86_400) * 1000);
}

/** ISO 8601 UTC, cut to the second. */
export const instant = (time: number): string => new Date(Math.floor(time / 1000) * 1000).toISOString();
