import { ingestBatch } from '../../functions/ingest/ingest-batch.ts';
import { publishBatch } from '../../functions/publish/publish-batch.ts';
import { Revisions } from '../../functions/publish/revisions.ts';
import { SiteObjects } from '../../functions/publish/site-objects.ts';
import { createReconcile, type ReconcileSummary } from '../../functions/reconcile/reconcile.ts';
import { type ReconcileDependencies, releaseDue } from '../../functions/reconcile/release-due.ts';
import { createNewsWatch } from '../../functions/reconcile/watch-news.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import type { EventBridge } from '../../shared/events/event-bus.ts';
import type { PipelineEvent } from '../../shared/events/event-schema.ts';
import { putEvents } from '../../shared/events/put-events.ts';
import type { FailureLog } from '../../shared/queue-batch.ts';
import { parseSiteSettings, type SiteSettings } from '../../shared/site-settings.ts';
import type { Environment } from './lambda.ts';

export const names = {
  inbox: 'inbox',
  store: 'store',
  site: 'site',
  table: 'catalog',
  ingestQueue: 'ingest',
  publishQueue: 'publish',
  deadLetters: { ingest: 'ingest-dead', publish: 'publish-dead' },
} as const;

/** Heads of three entries, so that few articles make archive pages. */
export const site = parseSiteSettings({ title: 'Simulated', feedSize: 3 });

const config = {
  inboxBucket: names.inbox,
  storeBucket: names.store,
  siteBucket: names.site,
  catalogTable: names.table,
  ingestQueueUrl: names.ingestQueue,
  publishQueueUrl: names.publishQueue,
  siteUrl: 'https://site.example/',
  site,
};

/** The clients of one execution environment, and where failures of messages are noted. */
export interface Outside {
  s3: S3;
  dynamodb: DynamoDb;
  sqs: Sqs;
  /** Absent where nobody looks at events. */
  eventBridge?: EventBridge;
  clock: Clock;
  log: FailureLog;
  /** Settings of the site, where they are not those of the simulation. */
  settings?: SiteSettings;
}

const configOf = ({ settings = site }: Outside) => ({ ...config, site: settings });

/** The ingest function as its handler composes it. */
export function ingestFunction(outside: Outside): Environment['invoke'] {
  const { s3, dynamodb, sqs, clock, log } = outside;
  const config = configOf(outside);
  const deps = {
    s3,
    sqs,
    dynamodb,
    catalog: new Catalog(dynamodb, names.table),
    clock,
    config,
    events: eventsTo(outside),
  };
  return (records) => ingestBatch(deps, records, log);
}

/** The objects of a bucket that is known to be empty: what nobody has put there needs no look. */
export class EmptySite extends SiteObjects {
  override remembered(key: string, until?: number) {
    const known = super.remembered(key, until);
    if (known !== undefined) return known;
    return super.remembered(key) === undefined ? null : undefined;
  }
}

/** The bus as the handlers use it, their client being here already. */
const eventsTo = ({ eventBridge }: Outside) =>
  eventBridge && { send: (events: readonly PipelineEvent[]) => putEvents(eventBridge, 'bus', events) };

/** The publish function as its handler composes it. @param bucket of the site @param Site what is known of it */
export function publishFunction(
  outside: Outside,
  bucket: string = names.site,
  Site: typeof SiteObjects = SiteObjects,
): Environment['invoke'] {
  const { s3, dynamodb, clock, log } = outside;
  const deps = {
    s3,
    dynamodb,
    catalog: new Catalog(dynamodb, names.table),
    site: new Site(s3, bucket, 500),
    revisions: new Revisions(s3, names.store, config.siteUrl),
    events: eventsTo(outside),
    clock,
    config: { ...configOf(outside), siteBucket: bucket },
    sitemapPartEvery: outside.settings ? undefined : 3,
    changesPerPage: outside.settings ? undefined : 2,
  };
  return (records) => publishBatch(deps, records, log);
}

/** The reconcile function as its handler composes it, but for the search for drift. */
export function reconcileFunction({ dynamodb, sqs, clock }: Outside): () => Promise<string[]> {
  const deps: ReconcileDependencies = {
    dynamodb,
    sqs,
    catalog: new Catalog(dynamodb, names.table),
    clock,
    config,
  };
  const watchNews = createNewsWatch(deps);
  return async () => {
    const released = await releaseDue(deps);
    await watchNews();
    return released;
  };
}

/** The same with its search for drift, in slices so small that a round takes several runs. */
export function driftFunction(outside: Outside): () => Promise<ReconcileSummary> {
  const { s3, dynamodb, sqs, clock } = outside;
  return createReconcile({
    s3,
    dynamodb,
    sqs,
    catalog: new Catalog(dynamodb, names.table),
    clock,
    config: configOf(outside),
    pace: {
      roundSeconds: 60,
      articlesPerRun: 2,
      feedsPerRun: 2,
      entriesPerRun: 5,
      siteKeysPerRun: 9,
      storeKeysPerRun: 3,
    },
  });
}
