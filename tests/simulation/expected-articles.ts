import { articleId } from '../../shared/article/identity.ts';
import { type DocumentSpec, dueOf } from './documents.ts';
import { instant } from './plan-edits.ts';
import type { UploadHistory, UploadState } from './upload-history.ts';

/** One way in which an article may rightly stand on the site. */
export interface Appearance {
  key: string;
  marker: string;
  /** ISO 8601 UTC; more than one where the order in which events were handled may show. */
  published: Set<string>;
  updated: Set<string>;
  feeds: string[];
}

/** What an article must look like. Usually there is exactly one appearance and no doubt. */
export interface ExpectedArticle {
  id: string;
  appearances: Appearance[];
  /** Whether it may also rightly be absent. */
  optional: boolean;
}

/** What one upload says at the end. */
interface Claim {
  key: string;
  spec: DocumentSpec;
  /** When this content was uploaded; several times if it was uploaded again unchanged. */
  times: string[];
}

/**
 * The articles that the site must show, computed from nothing but what editors did.
 * @param now ISO 8601 UTC
 */
export function expectedArticles(history: UploadHistory, now: string): Map<string, ExpectedArticle> {
  const claims = new Map<string, Claim[]>();
  for (const [key, states] of history.states) {
    const claim = finalClaim(key, states);
    if (!claim) continue;
    const id = articleId(key, claim.spec.id);
    claims.set(id, [...(claims.get(id) ?? []), claim]);
  }
  const articles = new Map<string, ExpectedArticle>();
  for (const [id, rivals] of claims) {
    const winners = rivals.filter((claim) => canLead(claim, rivals));
    const shown = winners.filter(({ spec }) => {
      const due = dueOf(spec);
      return due !== undefined && due <= now;
    });
    if (shown.length === 0) continue;
    const firstSeen = firstSeenOf(id, rivals, history);
    const appearances = shown.map((claim) => appearanceOf(claim, firstSeen));
    articles.set(id, { id, appearances, optional: shown.length < winners.length });
  }
  return articles;
}

/** The newest version that can become an article, since the last deletion; a bad one takes nothing away. */
function finalClaim(key: string, states: UploadState[]): Claim | undefined {
  for (const { spec } of states.toReversed()) {
    if (!spec) return undefined;
    if (spec.fault) continue;
    if (spec.canceled) return undefined;
    const same = states.filter((state) => state.spec?.marker === spec.marker);
    return { key, spec, times: same.map(({ time }) => instant(time)) };
  }
  return undefined;
}

/** Of uploads that state the same id the newest speaks for the article; equal ones leave it open here. */
function canLead(claim: Claim, rivals: Claim[]): boolean {
  const ranks = ({ spec, times }: Claim) => (spec.updated ? [spec.updated] : times).toSorted();
  const best = ranks(claim).at(-1) ?? '';
  return rivals.every((rival) => best >= (ranks(rival)[0] ?? ''));
}

/** Earliest upload of any key that claims, or ever claimed, the article. */
function firstSeenOf(id: string, rivals: Claim[], history: UploadHistory): string[] {
  const earliest = (key: string): string => {
    const first = history.states.get(key)?.find(({ spec }) => spec);
    return instant(first?.time ?? 0);
  };
  const latestPossible = rivals.map(({ key }) => earliest(key)).toSorted()[0] ?? '';
  const everClaimed = [...history.states.keys()].filter((key) =>
    history.states.get(key)?.some(({ spec }) => spec && articleId(key, spec.id) === id),
  );
  return [...new Set(everClaimed.map(earliest))].filter((time) => time <= latestPossible);
}

function appearanceOf({ key, spec, times }: Claim, firstSeen: string[]): Appearance {
  const published = new Set<string>();
  const updated = new Set<string>();
  for (const first of firstSeen) {
    const shownFrom = [spec.date ?? first, spec.embargo ?? ''].toSorted()[1] ?? '';
    published.add(shownFrom);
    for (const time of times) {
      const changed = time > first ? time : shownFrom;
      const latestStated = [time, shownFrom].toSorted()[1] ?? '';
      const stated =
        spec.updated === undefined ? changed : ([spec.updated, latestStated].toSorted()[0] ?? '');
      updated.add([stated, shownFrom].toSorted()[1] ?? '');
    }
  }
  return { key, marker: spec.marker, published, updated, feeds: feedsOf(key, spec) };
}

function feedsOf(key: string, { tags, section, author, language }: DocumentSpec): string[] {
  const feeds = ['all', ...tags.map((tag) => `tags/${tag}`), `sections/${section ?? key.split('/')[0]}`];
  if (author) feeds.push(`authors/${author.toLowerCase().replace(' ', '-')}`);
  return [...feeds, `languages/${language}`];
}
