import { readFileSync } from 'node:fs';
import {
  type EdgeEvent,
  type EdgeRequest,
  type EdgeResponse,
  type EdgeValues,
  edgeFunctionFiles,
  loadEdgeFunction,
} from '../../../local/edge/edge-function.ts';

export const sources = {
  'viewer-request.js': readFileSync(edgeFunctionFiles.viewerRequest, 'utf8'),
  'viewer-response.js': readFileSync(edgeFunctionFiles.viewerResponse, 'utf8'),
};

const viewerRequestHandler = loadEdgeFunction(sources['viewer-request.js'], 'viewer-request.js');
const viewerResponseHandler = loadEdgeFunction(sources['viewer-response.js'], 'viewer-response.js');

/** Headers or parameters in the event structure; an array stands for one that was sent several times. */
export function values(plain: Record<string, string | string[]>): EdgeValues {
  const result: EdgeValues = {};
  for (const [name, value] of Object.entries(plain)) {
    result[name] = Array.isArray(value)
      ? { value: value[0] ?? '', multiValue: value.map((one) => ({ value: one })) }
      : { value };
  }
  return result;
}

export interface RequestParts {
  method?: string;
  headers?: Record<string, string | string[]>;
  query?: Record<string, string | string[]>;
}

export function requestTo(
  uri: string,
  { method = 'GET', headers = {}, query = {} }: RequestParts = {},
): EdgeRequest {
  return {
    method,
    uri,
    querystring: values(query),
    headers: values({ host: 'd111111abcdef8.cloudfront.net', ...headers }),
    cookies: {},
  };
}

function event(eventType: string, request: EdgeRequest, response?: EdgeResponse): EdgeEvent {
  const context = {
    distributionDomainName: 'd111111abcdef8.cloudfront.net',
    distributionId: 'EDFDVBD6EXAMPLE',
    eventType,
    requestId: 'EXAMPLEntjQpEXAMPLE',
  };
  // As text, so that nothing but plain data goes in.
  return JSON.parse(
    JSON.stringify({ version: '1.0', context, viewer: { ip: '198.51.100.11' }, request, response }),
  );
}

const plain = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T;

/** What viewer-request.js returns; one of `request` and `response` is set. */
export function viewerRequest(uri: string, parts?: RequestParts) {
  const result = plain<EdgeRequest | EdgeResponse>(
    viewerRequestHandler(event('viewer-request', requestTo(uri, parts))),
  );
  return 'statusCode' in result
    ? { request: undefined, response: result }
    : { request: result, response: undefined };
}

/** Where viewer-request.js leads: the address looked up, or status and Location of its own answer. */
export function destination(uri: string, parts?: RequestParts): string {
  const { request, response } = viewerRequest(uri, parts);
  if (request) return request.uri;
  return `${response.statusCode} ${response.headers.location?.value ?? ''}`.trim();
}

export interface ResponseParts {
  status?: number;
  headers?: Record<string, string | string[]>;
  request?: RequestParts;
}

/** What viewer-response.js makes of an answer for that address. */
export function viewerResponse(
  uri: string,
  { status = 200, headers = {}, request }: ResponseParts,
): EdgeResponse {
  const response = { statusCode: status, statusDescription: 'OK', headers: values(headers), cookies: {} };
  return plain(viewerResponseHandler(event('viewer-response', requestTo(uri, request), response)));
}
