import type { Catalog } from '../../shared/catalog/catalog.ts';
import { RecentTimeline } from '../../shared/catalog/recent-timeline.ts';
import type { DynamoDb, S3 } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import type { EventBus } from '../../shared/events/event-bus.ts';
import { monthAhead } from '../../shared/feeds/head.ts';
import type { PublishConfig } from '../../shared/resources/environment.ts';
import type { Cdn } from './cdn.ts';
import type { Revisions } from './revisions.ts';
import type { SiteObjects } from './site-objects.ts';

/** What publishing takes from outside. `site` and `revisions` live as long as the process: they remember. */
export interface PublishDependencies {
  s3: S3;
  dynamodb: DynamoDb;
  /** Absent where no CDN stands in front of the site. */
  cdn?: Cdn;
  /** Absent where nobody wants events. */
  events?: EventBus;
  catalog: Catalog;
  site: SiteObjects;
  revisions: Revisions;
  clock: Clock;
  config: PublishConfig;
  /** One of so many articles starts a part of the sitemap, where tests want other than the usual. */
  sitemapPartEvery?: number;
  /** Records of one page of the change log, where tests want few. */
  changesPerPage?: number;
  /** The newest reading of each feed in the batch at hand, for those who can share it. */
  readings?: Map<string, FeedReading>;
}

/** A feed's timeline, read from some time on. */
export interface FeedReading {
  timeline: RecentTimeline;
  /** Moment of the site objects before its first query. */
  began: number;
}

/** A feed's timeline as it is from now on; what was read of it once is not read again. */
export const timelineOf = (deps: PublishDependencies, feed: string): RecentTimeline =>
  readingOf(deps, feed).timeline;

/** The same, with the moment from which on it is read. */
export function readingOf(deps: PublishDependencies, feed: string): FeedReading {
  const { dynamodb, clock, config, site, readings } = deps;
  const timeline = new RecentTimeline(dynamodb, config.catalogTable, feed, monthAhead(clock.now()));
  const reading = { timeline, began: site.moment() };
  readings?.set(feed, reading);
  return reading;
}

/** A reading of a feed that was begun after a moment of the site objects: the batch's newest one, or another. */
export function readingSince(deps: PublishDependencies, feed: string, moment: number): FeedReading {
  const known = deps.readings?.get(feed);
  return known && known.began > moment ? known : readingOf(deps, feed);
}
