import { Construct } from 'constructs';
import { queueSettings } from '../shared/resources/settings.ts';
import { PrivateBucket } from './constructs/private-bucket.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import { parsePipelineProps, type SyndicationPipelineProps } from './props.ts';
import { AccessLogs } from './stages/access-logs.ts';
import { Canary } from './stages/canary.ts';
import { Catalog } from './stages/catalog.ts';
import { Delivery } from './stages/delivery.ts';
import { Events } from './stages/events.ts';
import { Inbox } from './stages/inbox.ts';
import { Ingest } from './stages/ingest.ts';
import { Monitoring } from './stages/monitoring.ts';
import { Publish } from './stages/publish.ts';
import { Reconcile } from './stages/reconcile.ts';
import { Webhooks } from './stages/webhooks.ts';

/**
 * The whole pipeline, to put into a stack of one's own: an upload to the inbox becomes pages and feeds behind CloudFront.
 *
 * ```ts
 * const pipeline = new SyndicationPipeline(this, 'News', { site: { title: 'Harbour News' } });
 * pipeline.inbox.grantPut(editors);
 * ```
 *
 * @throws ConfigurationError `pipeline-props-invalid` when the props are wrong
 */
export class SyndicationPipeline extends Construct {
  readonly inbox: PrivateBucket;
  readonly ingestQueue: WorkQueue;
  readonly store: PrivateBucket;
  readonly catalog: Catalog;
  readonly publishQueue: WorkQueue;
  readonly events: Events;
  /** Absent where none are configured. */
  readonly webhooks?: Webhooks;
  readonly site: PrivateBucket;
  readonly delivery: Delivery;
  readonly monitoring: Monitoring;

  constructor(scope: Construct, id: string, props: SyndicationPipelineProps) {
    super(scope, id);
    const settings = parsePipelineProps(props);
    const accessLogs = new AccessLogs(this, 'AccessLogs', settings);

    this.ingestQueue = new WorkQueue(this, 'IngestQueue', queueSettings.ingest);
    this.inbox = new Inbox(this, 'Inbox', { settings, accessLogs, events: this.ingestQueue.queue }).bucket;

    this.store = new PrivateBucket(this, 'Store', { settings, accessLogs });
    this.catalog = new Catalog(this, 'Catalog', settings);
    this.publishQueue = new WorkQueue(this, 'PublishQueue', queueSettings.publish);
    this.events = new Events(this, 'Events');
    const { store, catalog, publishQueue } = this;
    const { bus } = this.events;

    const ingest = new Ingest(this, 'Ingest', {
      settings,
      queue: this.ingestQueue,
      inbox: this.inbox,
      store,
      catalog: catalog.table,
      publishQueue: publishQueue.queue,
      bus,
    });

    this.site = new PrivateBucket(this, 'Site', { settings, accessLogs });
    this.delivery = new Delivery(this, 'Delivery', { settings, accessLogs, site: this.site });
    const { site, delivery } = this;

    const publish = new Publish(this, 'Publish', {
      settings,
      queue: publishQueue,
      store,
      catalog: catalog.table,
      site,
      delivery,
      bus,
    });

    const reconcile = new Reconcile(this, 'Reconcile', {
      settings,
      catalog: catalog.table,
      store,
      site,
      publishQueue: publishQueue.queue,
      delivery,
    });

    const flies = settings.canary ?? settings.stage === 'prod';
    const canary = flies
      ? new Canary(this, 'Canary', { settings, inbox: this.inbox, catalog: catalog.table, delivery })
      : undefined;

    const { webhooks: endpoints } = settings;
    if (endpoints.length > 0) {
      this.webhooks = new Webhooks(this, 'Webhooks', { settings, endpoints, catalog: catalog.table, bus });
    }
    const { webhooks } = this;

    this.monitoring = new Monitoring(this, 'Monitoring', {
      settings,
      catalog: catalog.table,
      functions: {
        ingest: ingest.handler.function,
        publish: publish.handler.function,
        reconcile: reconcile.handler.function,
        ...(canary && { canary: canary.handler.function }),
        ...(webhooks && { webhooks: webhooks.handler.function }),
      },
      queues: { ingest: this.ingestQueue, publish: publishQueue },
      webhookQueues: webhooks?.queues ?? [],
      distribution: delivery.distribution,
    });
  }
}
