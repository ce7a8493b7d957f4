import { createHmac } from 'node:crypto';
import { ConfigurationError } from '../../shared/errors.ts';

const prefix = 'whsec_';
/** Bytes of a secret (Standard Webhooks 1.0.0, "Signature scheme": 192 to 512 bits). */
const leastBytes = 24;
const mostBytes = 64;

/**
 * Reads secrets: `whsec_` and base64 each, divided by spaces. Two of them while one replaces the other.
 * @throws ConfigurationError `webhook-secret-invalid`; it does not repeat the text
 */
export function parseSecrets(text: string): Buffer[] {
  const secrets = text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith(prefix) ? Buffer.from(part.slice(prefix.length), 'base64') : undefined));
  const sound = secrets.filter((secret) => secret !== undefined).filter(isLongEnough);
  if (sound.length === 0 || sound.length < secrets.length) {
    throw new ConfigurationError(
      'webhook-secret-invalid',
      `A webhook secret is ${prefix} and ${leastBytes} to ${mostBytes} bytes in base64; docs/events.md shows how to make one.`,
    );
  }
  return sound;
}

const isLongEnough = ({ length }: Buffer): boolean => length >= leastBytes && length <= mostBytes;

/**
 * The value of `webhook-signature`: one `v1` signature a secret, divided by spaces (Standard Webhooks 1.0.0).
 * @param timestamp seconds since the epoch
 * @param body exactly as it is sent
 */
export function signatures(
  secrets: readonly Buffer[],
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
): string {
  return secrets
    .map((secret) => createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64'))
    .map((digest) => `v1,${digest}`)
    .join(' ');
}
