import type { Sqs } from '../../shared/clients.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Endpoint } from './endpoints.ts';
import type { post } from './post.ts';
import type { Secrets } from './secrets.ts';

/** What sending webhooks takes from outside. */
export interface WebhookDependencies {
  sqs: Sqs;
  clock: Clock;
  secrets: Pick<Secrets, 'of'>;
  endpoints: readonly Endpoint[];
  post: typeof post;
  /** 0 to below 1, evenly. */
  random(): number;
}
