import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate } from './authenticate.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { corsRulesOf } from './operations/cors.ts';
import { postObject } from './operations/post-object.ts';
import { readRequest, type S3Request } from './request.ts';
import { respond, respondError, toS3Error } from './respond.ts';
import { route } from './router.ts';
import type { S3Answer, Service } from './service.ts';

/** Answers one request, whatever happens. */
export async function handleRequest(
  service: Service,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
  let request: S3Request | undefined;
  try {
    request = readRequest(message, id);
    addCorsHeaders(service, request, response);
    const answer = await answerTo(service, request);
    await respond(response, id, answer);
  } catch (error) {
    respondError(response, id, request, toS3Error(error));
  }
}

function answerTo(service: Service, request: S3Request): S3Answer | Promise<S3Answer> {
  const { method, bucket, key, headers } = request;
  if (method === 'OPTIONS') {
    return { headers: preflightHeaders(corsRulesOf(service, bucket ?? ''), headers) };
  }
  const isForm = headers.get('content-type')?.startsWith('multipart/form-data') ?? false;
  if (method === 'POST' && bucket !== undefined && key === undefined && isForm) {
    return postObject({ request, service, bucket }, service);
  }
  const signature = authenticate(request, service);
  return route(request)({ request, service, signature, bucket: bucket ?? '', key: key ?? '' });
}

/** They belong on errors too, or a browser hides the error from its page. */
function addCorsHeaders(service: Service, request: S3Request, response: ServerResponse): void {
  const origin = request.headers.get('origin');
  if (origin === undefined || request.method === 'OPTIONS') return;
  const rules = corsRulesOf(service, request.bucket ?? '');
  const headers = rules && corsHeaders(rules, origin, request.method);
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
}
