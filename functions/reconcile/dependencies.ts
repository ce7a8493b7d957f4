import { Timeline } from '../../shared/catalog/timeline.ts';
import type { S3 } from '../../shared/clients.ts';
import type { ReconcileConfig } from '../../shared/resources/environment.ts';
import type { reconcilePace } from '../../shared/resources/settings.ts';
import type { ReconcileDependencies } from './release-due.ts';

/** How fast drift is looked for; see `reconcilePace`. */
export type Pace = Record<keyof typeof reconcilePace, number>;

/** What looking for drift takes from outside. */
export interface DriftDependencies extends ReconcileDependencies {
  s3: S3;
  config: Pick<ReconcileConfig, 'catalogTable' | 'publishQueueUrl' | 'siteBucket' | 'storeBucket' | 'site'>;
  pace: Pace;
}

export const timelineOf = ({ dynamodb, config }: DriftDependencies, feed: string): Timeline =>
  new Timeline(dynamodb, config.catalogTable, feed);
