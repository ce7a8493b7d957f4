import type { IncomingMessage } from 'node:http';
import { decodeUri, parseQuery } from './encoding.ts';

/** A request as the operations see it. */
export interface S3Request {
  id: string;
  method: string;
  /** Path as signed: decoded from the request line, with its leading slash. */
  path: string;
  /** Undefined for ListBuckets. */
  bucket: string | undefined;
  /** Undefined when the request is about the bucket; any UTF-8 text, at least one character. */
  key: string | undefined;
  query: Map<string, string>;
  queryPairs: [name: string, value: string][];
  /** Lower-case names; repeated headers joined with a comma. */
  headers: Map<string, string>;
  sourceAddress: string;
  message: IncomingMessage;
}

/** Reads the request line and headers. `http://bucket.localhost/key` addresses the bucket by host name. */
export function readRequest(message: IncomingMessage, id: string): S3Request {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    const name = (message.rawHeaders[i] ?? '').toLowerCase();
    // Node reads header bytes as Latin-1; clients write UTF-8.
    const value = Buffer.from(message.rawHeaders[i + 1] ?? '', 'latin1').toString('utf8');
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/]*/i, '');
  const mark = target.indexOf('?');
  const path = decodeUri(mark < 0 ? target : target.slice(0, mark));
  const queryPairs = mark < 0 ? [] : parseQuery(target.slice(mark + 1));
  const { bucket, key } = addressed(path, headers.get('host') ?? '');
  return {
    id,
    method: message.method ?? 'GET',
    path,
    bucket,
    key,
    query: new Map(queryPairs),
    queryPairs,
    headers,
    sourceAddress: message.socket.remoteAddress ?? '127.0.0.1',
    message,
  };
}

function addressed(path: string, host: string): Pick<S3Request, 'bucket' | 'key'> {
  const named = /^(.+)\.localhost(?::\d+)?$/i.exec(host)?.[1];
  if (named !== undefined) return { bucket: named, key: path.slice(1) || undefined };
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucket: path.slice(1) || undefined, key: undefined };
  return { bucket: path.slice(1, slash) || undefined, key: path.slice(slash + 1) || undefined };
}
