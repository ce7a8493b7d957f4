import { type ArticleRecord, placesShown } from '../../shared/catalog/article-record.ts';
import type { PendingChange } from '../../shared/catalog/pending-change.ts';
import { tokenOf } from '../../shared/catalog/private-feeds.ts';
import { OutputCheckError } from '../../shared/errors.ts';
import type { PageStart } from '../../shared/feeds/archive-page.ts';
import type { EntryPlace } from '../../shared/feeds/stretches.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { PublishHint } from '../../shared/publish-message-schema.ts';
import { articleGroup } from './article-group.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { cleanUp } from './clean-up.ts';
import type { PublishDependencies } from './dependencies.ts';
import { hasShrunk } from './head-sizes.ts';
import { rendering } from './load-rendering.ts';
import { changeLogOf, logChanges, outboxOf } from './log-changes.ts';
import { publishPrivateFeeds } from './private-feeds.ts';
import { ArticlesOfBatch } from './publish-articles.ts';
import { publishFeed } from './publish-feed.ts';
import { publishSitemaps } from './publish-sitemaps.ts';
import { publishSiteDocuments } from './site-documents.ts';

/** Articles and feeds brought up to date at the same time. */
const articlesAtOnce = 8;
const feedsAtOnce = 4;

/** Why a message has to be delivered again, by article id or feed. */
export type Failures = Map<string, unknown>;

/** What became of a hint. */
export interface Published {
  failures: Failures;
  /** Feeds that lost most of their entries at once. */
  shrunk: string[];
}

/**
 * Brings the site up to date with the catalog, wherever these articles stand or stood.
 *
 * In the order in which documents depend on each other: the articles' own, then the pages beside them, then the archive pages and heads of their
 * feeds, then the sitemaps, then what is left of articles that went. Each touched feed is rebuilt once, however many of
 * its articles changed. What fails, fails only the articles it concerns. Last, the change log tells of what the site
 * shows now.
 * @param hint what may have changed, or may not be as it should
 */
export async function publish(dependencies: PublishDependencies, hint: PublishHint): Promise<Published> {
  const deps = { ...dependencies, readings: new Map() };
  const failures: Failures = new Map();
  const failed = (subject: string, error: unknown) => void failures.set(subject, error);
  const shrunk: string[] = [];
  const {
    articles: ids = [],
    feeds = [],
    checks = [],
    pages = [],
    site = false,
    sitemaps = [],
    news = false,
    copies = [],
  } = hint;
  const records: ArticleRecord[] = [];
  const changes = new Map<string, PendingChange[]>();
  const openPage = changeLogOf(deps).page;
  const outbox = outboxOf(deps);
  const batch = new Set(ids);
  const articles = new ArticlesOfBatch(deps, batch, failed);
  await inParallel(articlesAtOnce, batch, async (id) => {
    try {
      // What renders is loaded while the catalog is asked: the first message of a process needs it.
      const [{ record, changes: its }] = await Promise.all([outbox.readArticle(id), rendering()]);
      if (!record) return;
      records.push(record);
      changes.set(id, its);
      // One that was never shown has no documents, but may have revisions to be deleted.
      if (record.path !== undefined) await articles.publish(record, record.path);
    } catch (error) {
      failures.set(id, error);
    }
  });
  await inParallel(articlesAtOnce, checks, async ({ article: id, folder }) => {
    try {
      await bringUpToDate(deps.site, deps.clock, articleGroup(deps, { id, folder }));
    } catch (error) {
      failures.set(id, error);
    }
  });
  await articles.link(records.flatMap(placesInAll));
  await inParallel(articlesAtOnce, copies, async (copy) => {
    try {
      await deps.site.removeStaleCopy(copy);
    } catch (error) {
      failures.set(copy, error);
    }
  });
  const publicFeeds = feeds.filter((feed) => tokenOf(feed) === undefined);
  const work = workByFeed(records, publicFeeds, pages);
  const failedFeed = (feed: string, error: unknown) => {
    failures.set(feed, error);
    for (const { id } of work.get(feed)?.places ?? []) if (!failures.has(id)) failures.set(id, error);
  };
  await inParallel(feedsAtOnce, work, async ([feed, { places, starts }]) => {
    try {
      stopAtUnpublished(places, failures);
      // After a batch of many the first reading of everything is out of date.
      const reading = feed === 'all' && batch.size === 1 ? articles.reading : undefined;
      const entries = await publishFeed(deps, feed, places, starts, reading);
      if (hasShrunk(deps.site, feed, entries)) shrunk.push(feed);
    } catch (error) {
      failedFeed(feed, error);
    }
  });
  await articles.lookAgain();
  if (work.size > 0 || feeds.length > 0) {
    await publishPrivateFeeds(deps, feeds, new Set(work.keys()), failedFeed);
  }
  await publishSiteDocuments(
    deps,
    records.flatMap(({ shown }) => shown?.feeds ?? []),
    site,
  );
  const settled = records.filter(({ id }) => !failures.has(id));
  await publishSitemaps(
    deps,
    { places: settled.flatMap(placesInAll), months: sitemaps, news, index: site },
    failed,
  );
  const done = records.filter(({ id }) => !failures.has(id));
  await cleanUp(deps, done, failed);
  for (const id of failures.keys()) changes.delete(id);
  await logChanges(deps, changes, openPage, failed);
  return { failures, shrunk };
}

/** Where an article stands or stood in the feed of everything. */
function placesInAll(record: ArticleRecord): EntryPlace[] {
  const places = [...placesShown(record), ...record.left].filter(({ feed }) => feed === 'all');
  return places.map(({ published }) => ({ id: record.id, published }));
}

/**
 * A feed waits while one of its articles has no documents yet, so that it never links into the void. It doesn't wait
 * for an article whose documents failed the strict check: that won't pass by itself, and must not hold up the others.
 */
function stopAtUnpublished(places: EntryPlace[], failures: Failures): void {
  for (const { id } of places) {
    const error = failures.get(id);
    if (error !== undefined && !(error instanceof OutputCheckError)) throw error;
  }
}

/** What there is to see to in one feed. */
interface FeedWork {
  /** Where articles stand or stood, oldest first. */
  places: EntryPlace[];
  starts: PageStart[];
}

function workByFeed(
  records: ArticleRecord[],
  feeds: string[],
  pages: NonNullable<PublishHint['pages']>,
): Map<string, FeedWork> {
  const work = new Map<string, FeedWork>();
  const of = (feed: string) => {
    const known = work.get(feed) ?? { places: [], starts: [] };
    work.set(feed, known);
    return known;
  };
  for (const feed of feeds) of(feed);
  for (const { feed, start } of pages) of(feed).starts.push(start);
  for (const record of records) {
    for (const { feed, published } of [...placesShown(record), ...record.left]) {
      of(feed).places.push({ id: record.id, published });
    }
  }
  for (const { places } of work.values()) places.sort((a, b) => (a.published < b.published ? -1 : 1));
  return work;
}
