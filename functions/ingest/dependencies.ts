import type { Catalog } from '../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import type { EventBus } from '../../shared/events/event-bus.ts';
import type { IngestConfig } from '../../shared/resources/environment.ts';

/** What ingesting takes from outside. */
export interface IngestDependencies {
  s3: S3;
  sqs: Sqs;
  dynamodb: DynamoDb;
  /** Absent where nobody wants events. */
  events?: EventBus;
  catalog: Catalog;
  clock: Clock;
  config: IngestConfig;
}
