import type { S3 } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import type { CanaryConfig } from '../../shared/resources/environment.ts';

/** What the canary takes from outside. */
export interface CanaryDependencies {
  s3: S3;
  clock: Clock;
  /** Reads a document as a reader would: its text, or undefined when it can't be had just now. */
  read(address: string): Promise<string | undefined>;
  config: Pick<CanaryConfig, 'inboxBucket' | 'siteUrl' | 'site'>;
  /** How long to wait for each of the two changes, and between two looks. */
  pace: { patienceMs: number; pauseMs: number };
}
