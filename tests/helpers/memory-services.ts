import { Revisions } from '../../functions/publish/revisions.ts';
import { SiteObjects } from '../../functions/publish/site-objects.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { DynamoDbModel } from './models/dynamodb/dynamodb-model.ts';
import { S3Model } from './models/s3/s3-model.ts';
import { SqsModel } from './models/sqs-model.ts';

/** What a function holds of the services. */
export interface MemoryClients {
  s3: S3;
  dynamodb: DynamoDb;
  sqs: Sqs;
}

/**
 * The services of a stack in memory, with its buckets, table and queues, on a clock that tests move; and what the
 * use-cases are composed of over them. Nothing is delivered by itself: S3's messages wait in `events`.
 */
export class MemoryServices {
  now = Date.parse('2026-06-15T12:00:00Z');
  readonly s3 = new S3Model(() => this.now);
  readonly dynamodb = new DynamoDbModel(() => this.now);
  readonly sqs = new SqsModel(() => this.now);
  /** Goes by itself only as far as a test moves it: whoever sleeps wakes at once. */
  readonly clock: Clock = { now: () => this.now, sleep: async () => {} };
  /** Bodies of the messages in which S3 told of changes in the inbox, the oldest first. */
  readonly events: string[] = [];
  readonly config;

  /** @param title of the site @param queues settings of the ingest and the publish queue, where they matter */
  constructor(title: string, queues: { visibilityTimeoutSeconds?: number } = {}) {
    this.config = {
      inboxBucket: 'inbox',
      storeBucket: 'store',
      siteBucket: 'site',
      catalogTable: 'catalog',
      ingestQueueUrl: 'ingest',
      publishQueueUrl: 'publish',
      siteUrl: 'https://news.example/',
      site: parseSiteSettings({ title }),
    };
    this.s3.addBucket('inbox', { versioned: true });
    for (const name of ['store', 'site']) this.s3.addBucket(name);
    this.dynamodb.addTable('catalog');
    for (const name of ['ingest', 'publish']) this.sqs.addQueue(name, queues);
    this.s3.notify('inbox', (record) => this.events.push(JSON.stringify({ Records: [record] })));
  }

  /** Clients that nothing stands in front of. */
  clients(): MemoryClients {
    return { s3: this.s3.client(), dynamodb: this.dynamodb.client(), sqs: this.sqs.client() };
  }

  /** What ingest and reconcile take from outside. */
  dependencies(clients = this.clients()) {
    const { clock, config } = this;
    return { ...clients, catalog: new Catalog(clients.dynamodb, config.catalogTable), clock, config };
  }

  /** What one process of the publisher takes from outside: it remembers what it has seen. */
  publishDependencies(clients = this.clients()) {
    const { siteBucket, storeBucket, siteUrl } = this.config;
    return {
      ...this.dependencies(clients),
      site: new SiteObjects(clients.s3, siteBucket),
      revisions: new Revisions(clients.s3, storeBucket, siteUrl),
    };
  }
}
