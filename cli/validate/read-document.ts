import { readFile } from 'node:fs/promises';
import { UsageError } from '../../shared/errors.ts';
import { whyUnreadable } from '../unreadable.ts';
import type { Findings } from './findings.ts';

/** A document that is to be validated. */
export interface FeedDocument {
  /** As it was named. */
  source: string;
  bytes: Uint8Array;
  /** Where it was fetched from in the end; absent for a file. */
  address?: string;
  /** Content-Type as sent; absent for a file. */
  contentType?: string;
}

const timeoutMs = 30_000;

/** Gets a document by HTTP, as `fetch`. */
export type Get = (address: string, options: RequestInit) => Promise<Response>;

/**
 * Reads a file, or fetches a document and judges how it is served.
 * @throws UsageError `unreadable-file`
 */
export async function readDocument(
  source: string,
  path: string,
  findings: Findings,
  get: Get = fetch,
): Promise<FeedDocument | undefined> {
  if (/^https?:\/\//i.test(source)) return fetchDocument(source, findings, get);
  try {
    return { source, bytes: await readFile(path) };
  } catch (cause) {
    throw new UsageError('unreadable-file', `${source} ${whyUnreadable(cause)}.`, { cause });
  }
}

async function fetchDocument(
  source: string,
  findings: Findings,
  get: Get,
): Promise<FeedDocument | undefined> {
  let answer: Response;
  let bytes: Uint8Array;
  try {
    answer = await get(source, {
      headers: { accept: 'application/feed+json, application/rss+xml, application/atom+xml, */*;q=0.1' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    bytes = new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    findings.error(
      'http-unreachable',
      `It can't be fetched: ${cause instanceof Error ? cause.message : cause}.`,
    );
    return undefined;
  }
  if (answer.status !== 200) {
    findings.error('http-status', `The server answers with status ${answer.status}; readers need 200.`);
    return undefined;
  }
  if (answer.redirected) {
    findings.warning('http-moved', `It is at ${answer.url} now; readers do better with that address.`);
  }
  if (!answer.headers.has('etag') && !answer.headers.has('last-modified')) {
    findings.warning(
      'http-validators',
      'It is sent without ETag and Last-Modified: readers fetch all of it every time.',
    );
  }
  return {
    source,
    bytes,
    address: answer.url || source,
    contentType: answer.headers.get('content-type') ?? '',
  };
}

/** The media types that readers expect of each format; the first is the right one. */
const mediaTypes = {
  json: ['application/feed+json', 'application/json'],
  rss: ['application/rss+xml', 'application/xml', 'text/xml'],
  atom: ['application/atom+xml', 'application/xml', 'text/xml'],
} as const;

/** Judges the Content-Type of a document that was fetched. */
export function checkContentType(
  { contentType }: FeedDocument,
  format: keyof typeof mediaTypes,
  findings: Findings,
): void {
  if (contentType === undefined) return;
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const [best, ...others] = mediaTypes[format];
  if (type === best || others.some((other) => other === type)) return;
  findings.warning(
    'http-type',
    `It is sent as ${type || 'nothing in particular'}; ${best} is the right type.`,
  );
}

/** Decodes a document; undefined when it isn't in the encoding that it claims. */
export function decodeDocument(
  { bytes, contentType = '' }: FeedDocument,
  findings: Findings,
): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const marks: [RegExp, string][] = [
    [/^\xef\xbb\xbf/, 'utf-8'],
    [/^\xff\xfe/, 'utf-16le'],
    [/^\xfe\xff/, 'utf-16be'],
  ];
  const marked = marks.find(([mark]) => mark.test(start))?.[1];
  const sent = /charset="?([\w-]+)/i.exec(contentType)?.[1];
  const declared = /^\s*<\?xml[^>]*\sencoding=["']([\w.-]+)/.exec(start)?.[1];
  const name = marked ?? sent ?? declared ?? 'utf-8';
  if (!marked && sent && declared && sent.toLowerCase() !== declared.toLowerCase()) {
    findings.warning('encoding-contradiction', `It is sent as ${sent} and calls itself ${declared}.`, {
      line: 1,
    });
  }
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    findings.error('encoding', `It is not in ${name}, which it should be in. Write it in UTF-8.`);
    return undefined;
  }
}
