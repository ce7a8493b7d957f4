import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { publicLookup, refusePrivateHost } from './public-address.ts';

/** What a receiver answered; its body is not read. */
export interface Answer {
  status: number;
  /** Seconds after which it wants to be asked again (RFC 9110, 10.2.3), where it says so as a number. */
  retryAfterSeconds?: number | undefined;
}

export interface PostOptions {
  headers: Record<string, string>;
  body: string;
  /** Whether the host may have an address that is not of the internet. */
  privateNetwork: boolean;
  timeoutMs: number;
}

/**
 * Sends one POST. Redirects are answers like others: nothing is sent anywhere else. Every request has a connection of
 * its own, made to an address that was looked at.
 * @throws RetryableError `webhook-private-address`; Node's errors of connections, TLS and, as AbortError, time
 */
export async function post(
  url: string,
  { headers, body, privateNetwork, timeoutMs }: PostOptions,
): Promise<Answer> {
  const target = new URL(url);
  if (!privateNetwork) refusePrivateHost(target.hostname);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(target, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(!privateNetwork && { lookup: publicLookup }),
    });
    request.once('response', (response) => {
      const retryAfter = response.headers['retry-after'] ?? '';
      resolve({
        status: response.statusCode ?? 0,
        retryAfterSeconds: /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined,
      });
      response.destroy();
    });
    request.on('error', reject);
    request.end(body);
  });
}
