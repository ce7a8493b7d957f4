import { cors, policyHeaders } from '../../shared/edge/headers.ts';
import type { EdgeRequest, EdgeValues } from './edge-function.ts';

const always: [string, string][] = Object.entries(policyHeaders);
const exposeHeaders = cors.exposeHeaders.join(', ');

/**
 * What the response headers policy adds, before any viewer-response function: the same for every answer, and the
 * cross-origin headers for requests that state an origin.
 */
export function policyValues(request: EdgeRequest | undefined): EdgeValues {
  const values: EdgeValues = {};
  for (const [name, value] of always) values[name] = { value };
  if (request?.headers.origin !== undefined) {
    values['access-control-allow-origin'] = { value: cors.allowOrigin };
    values['access-control-expose-headers'] = { value: exposeHeaders };
  }
  return values;
}
