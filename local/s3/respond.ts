import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { S3Error } from './errors.ts';
import { extendedRequestId } from './event-message.ts';
import type { S3Request } from './request.ts';
import type { S3Answer } from './service.ts';
import { renderXml } from './xml.ts';

/** Writes an answer. Resolves when its last byte is handed over or the client is gone. */
export async function respond(response: ServerResponse, id: string, answer: S3Answer): Promise<void> {
  const { body } = answer;
  setHeaders(response, id, answer.headers ?? {});
  response.statusCode = answer.status ?? 200;
  if (body === undefined || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  if (typeof body === 'string') {
    sendXml(response, body);
    return;
  }
  try {
    await pipeline(body, response);
  } catch {
    // The client went away in the middle; nobody is left to be told.
    response.destroy();
  } finally {
    body.close();
  }
}

/** Writes an error as S3 does: no document with a 304 or for HEAD. */
export function respondError(
  response: ServerResponse,
  id: string,
  request: S3Request | undefined,
  error: S3Error,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  setHeaders(response, id, error.headers);
  response.statusCode = error.status;
  // The rest of an upload that was refused: read a little of it, so that the client gets to see the answer.
  if (request && !request.message.complete) discardRest(request, response);
  if (error.status === 304 || request?.method === 'HEAD') {
    response.end();
    return;
  }
  sendXml(
    response,
    renderXml(
      'Error',
      {
        Code: error.code,
        Message: error.message,
        Resource: request?.path,
        ...error.details,
        RequestId: id,
        HostId: extendedRequestId(id),
      },
      false,
    ),
  );
}

/** As an S3 error; what is none is a defect of ours, reported as InternalError with its cause kept. */
export function toS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  return new S3Error(500, 'InternalError', `We encountered an internal error: ${String(error)}`, {
    cause: error,
  });
}

function sendXml(response: ServerResponse, document: string): void {
  const bytes = Buffer.from(document);
  response.setHeader('Content-Type', 'application/xml');
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function setHeaders(response: ServerResponse, id: string, headers: NonNullable<S3Answer['headers']>): void {
  response.setHeader('Server', 'DropwireS3');
  response.setHeader('x-amz-request-id', id);
  response.setHeader('x-amz-id-2', extendedRequestId(id));
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value);
  }
}

const mostDiscarded = 16 * 1024 ** 2;

function discardRest({ message }: S3Request, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  let discarded = 0;
  message.on('data', (chunk: Uint8Array) => {
    discarded += chunk.length;
    if (discarded > mostDiscarded) message.destroy();
  });
  message.on('error', () => undefined);
  message.resume();
}
