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
}

/** A feed's timeline as it is from now on; what was read of it once is not read again. */
export const timelineOf = ({ dynamodb, clock, config }: PublishDependencies, feed: string): RecentTimeline =>
  new RecentTimeline(dynamodb, config.catalogTable, feed, monthAhead(clock.now()));
