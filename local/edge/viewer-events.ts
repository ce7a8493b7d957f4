import type { IncomingMessage } from 'node:http';
import type { EdgeRequest, EdgeValues } from './edge-function.ts';

/** Longest address that CloudFront accepts, path and query together, in characters. */
export const maxTargetLength = 8_192;

/** The reader's request in the structure that edge functions are given (AWS, "CloudFront Functions event structure"). */
export function toEdgeRequest(message: IncomingMessage): EdgeRequest {
  // Always ASCII: Node refuses other bytes in a request line.
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    method: message.method ?? 'GET',
    uri: path.startsWith('/') ? path : `/${path}`,
    querystring: mark < 0 ? {} : parseQuery(target.slice(mark + 1)),
    headers: toValues(message.rawHeaders),
    // No rule of the site looks at cookies.
    cookies: {},
  };
}

/** Without a prototype: readers choose these names. */
const emptyValues = (): EdgeValues => Object.create(null) as EdgeValues;

function toValues(rawHeaders: string[]): EdgeValues {
  const values = emptyValues();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    if (name !== 'cookie' && name !== 'connection') add(values, name, rawHeaders[i + 1] ?? '');
  }
  return values;
}

function parseQuery(text: string): EdgeValues {
  const values = emptyValues();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) add(values, pair, '');
    else add(values, pair.slice(0, equals), pair.slice(equals + 1));
  }
  return values;
}

function add(values: EdgeValues, name: string, value: string): void {
  const earlier = values[name];
  if (earlier === undefined) values[name] = { value };
  else earlier.multiValue = [...(earlier.multiValue ?? [{ value: earlier.value }]), { value }];
}
