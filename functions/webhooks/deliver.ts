import { RetryableError } from '../../shared/errors.ts';
import { webhookPatienceMs } from '../../shared/resources/settings.ts';
import type { WebhookDependencies } from './dependencies.ts';
import type { Endpoint } from './endpoints.ts';
import { signatures } from './sign.ts';
import { webhookOf } from './webhook.ts';

/** A receiver did not take an event; it is sent again later. */
export class WebhookFailedError extends RetryableError {
  /** When the receiver asked for it. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds?: number) {
    super('webhook-failed', message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What became of an event: the receiver has it, or wants no more. */
export type Outcome = 'delivered' | 'gone';

/**
 * Sends an event to one endpoint, signed as Standard Webhooks 1.0.0 says. Each attempt has its own timestamp.
 * @param message an event of EventBridge as JSON
 * @throws WebhookFailedError `webhook-failed` for other answers than 2xx and 410; errors of `post` and of secrets
 */
export async function deliver(
  { clock, secrets, post }: WebhookDependencies,
  endpoint: Endpoint,
  message: string,
): Promise<Outcome> {
  const { id, body } = webhookOf(message);
  const keys = await secrets.of(endpoint.secretParameter);
  const timestamp = Math.floor(clock.now() / 1000);
  const { status, retryAfterSeconds } = await post(endpoint.url, {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'dropwire-webhooks',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures(keys, { id, timestamp, body }),
    },
    body,
    privateNetwork: endpoint.privateNetwork,
    timeoutMs: webhookPatienceMs,
  });
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  throw new WebhookFailedError(
    `${new URL(endpoint.url).origin} answered ${status}; it is asked again later.`,
    retryAfterSeconds,
  );
}
