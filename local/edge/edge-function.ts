import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { edgeFunctionSource } from '../../shared/edge/function-source.ts';
import { DropwireError } from '../../shared/errors.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';

/** A header or query parameter; `multiValue` only when it was sent more than once, and then with every value. */
export interface EdgeValue {
  value: string;
  multiValue?: { value: string }[];
}
export type EdgeValues = Record<string, EdgeValue>;

/** What the reader asked for. Header names in lower case; `uri` and query still percent-encoded. */
export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: EdgeValues;
  headers: EdgeValues;
  cookies: EdgeValues;
}

/** What the reader is sent. `body` only where a function made one. */
export interface EdgeResponse {
  statusCode: number;
  statusDescription?: string;
  headers: EdgeValues;
  cookies?: EdgeValues;
  body?: string | { encoding: 'text' | 'base64'; data: string };
}

/** The argument of a function's `handler` (AWS, "CloudFront Functions event structure"). */
export interface EdgeEvent {
  version: '1.0';
  context: { distributionDomainName: string; distributionId: string; eventType: string; requestId: string };
  viewer: { ip: string };
  request: EdgeRequest;
  response?: EdgeResponse;
}

/** An edge function did what CloudFront answers with 502 or 503. */
export class EdgeFunctionError extends DropwireError {}

/** Headers that a function may not add (AWS, "Restrictions on all edge functions"). */
const disallowed =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-.*|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip|via|warning)$/;

type Handler = (event: EdgeEvent) => unknown;

/** The functions as they are deployed, but for what `edgeFunctionSource` fills in. */
export const edgeFunctionFiles = {
  viewerRequest: new URL('../../shared/edge/viewer-request.js', import.meta.url),
  viewerResponse: new URL('../../shared/edge/viewer-response.js', import.meta.url),
};

/**
 * Runs the source of a CloudFront Function in a context of its own: nothing there but the language itself and
 * `console.log`, and no code from text, as in CloudFront.
 * @throws EdgeFunctionError `edge-function-invalid` when it doesn't parse or has no `handler`
 */
export function loadEdgeFunction(source: string, name: string): Handler {
  const context = createContext(
    { console: { log: () => undefined } },
    { name, codeGeneration: { strings: false, wasm: false } },
  );
  try {
    runInContext(source, context, { filename: name });
  } catch (cause) {
    throw new EdgeFunctionError('edge-function-invalid', `The edge function ${name} does not load.`, {
      cause,
    });
  }
  const handler: unknown = context.handler;
  if (typeof handler !== 'function') {
    throw new EdgeFunctionError(
      'edge-function-invalid',
      `The edge function ${name} has no function "handler".`,
    );
  }
  return handler as Handler;
}

/** Both functions, with what they return checked as CloudFront checks it. */
export class EdgeFunctions {
  readonly #viewerRequest: Handler;
  readonly #viewerResponse: Handler;
  readonly #distributionDomainName: string;
  #count = 0;

  /** @param site what is filled in when the functions are deployed */
  constructor(distributionDomainName: string, site: Pick<SiteSettings, 'formats'>) {
    this.#distributionDomainName = distributionDomainName;
    this.#viewerRequest = loadEdgeFunction(
      edgeFunctionSource(readFileSync(edgeFunctionFiles.viewerRequest, 'utf8'), site),
      'viewer-request',
    );
    this.#viewerResponse = loadEdgeFunction(
      edgeFunctionSource(readFileSync(edgeFunctionFiles.viewerResponse, 'utf8'), site),
      'viewer-response',
    );
  }

  /** The request to go on with, or the answer to give at once. @throws EdgeFunctionError `edge-function-failed` */
  viewerRequest(request: EdgeRequest, ip: string): EdgeRequest | EdgeResponse {
    const result = call(this.#viewerRequest, this.#event('viewer-request', request, ip));
    if (isResponse(result)) return checkedResponse(result);
    if (typeof result.uri !== 'string' || !result.uri.startsWith('/')) throw failed('returned no usable uri');
    return result;
  }

  /** The answer as the reader gets it. @throws EdgeFunctionError `edge-function-failed` */
  viewerResponse(request: EdgeRequest, response: EdgeResponse, ip: string): EdgeResponse {
    const event = this.#event('viewer-response', request, ip);
    event.response = response;
    const result = call(this.#viewerResponse, event);
    if (!isResponse(result)) throw failed('returned no response');
    return checkedResponse(result);
  }

  #event(eventType: string, request: EdgeRequest, ip: string): EdgeEvent {
    this.#count += 1;
    const context = {
      distributionDomainName: this.#distributionDomainName,
      distributionId: 'LOCAL',
      eventType,
      requestId: `local-${this.#count}`,
    };
    return { version: '1.0', context, viewer: { ip }, request };
  }
}

export function isResponse(value: EdgeRequest | EdgeResponse): value is EdgeResponse {
  return 'statusCode' in value;
}

function call(handler: Handler, event: EdgeEvent): EdgeRequest | EdgeResponse {
  try {
    const result = handler(event);
    if (typeof result === 'object' && result !== null) return result as EdgeRequest | EdgeResponse;
  } catch (cause) {
    throw failed('threw an error', cause);
  }
  throw failed('returned nothing');
}

function checkedResponse(response: EdgeResponse): EdgeResponse {
  const { statusCode, headers } = response;
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599)
    throw failed('returned no usable status');
  for (const name in headers) {
    if (name !== name.toLowerCase() || disallowed.test(name)) throw failed(`set the header ${name}`);
  }
  return response;
}

function failed(what: string, cause?: unknown): EdgeFunctionError {
  return new EdgeFunctionError('edge-function-failed', `An edge function ${what}; see shared/edge.`, {
    cause,
  });
}
