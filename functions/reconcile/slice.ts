import type { PublishHint } from '../../shared/publish-message-schema.ts';
import type { Position } from './cursor.ts';

/** What one run found in its part of a round. */
export interface Slice {
  /** What the publisher is to look at. */
  hints: PublishHint[];
  /** Documents and pages found where the catalog calls for none. */
  orphans: number;
  /** Revisions of the store that nobody claims, condemned now. */
  revisions?: number;
  /** Objects of the site bucket that are none of ours. */
  unknown: number;
  /** Where the next run goes on. */
  next: Position;
}
