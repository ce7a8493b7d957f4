import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { DropwireError } from '../../shared/errors.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';
import * as z from '../../shared/zod.ts';
import { isFromOurPage, mayChange, namesThisMachine, originOf } from './access.ts';
import { boardHtml } from './board-html.ts';
import type { EventStreams } from './event-stream.ts';
import type { LiveBoard } from './live-board.ts';
import { livePolicy, renderLivePage } from './page.ts';
import type { QueueDepth } from './queue-depths.ts';
import type { UploadPermits } from './upload-permits.ts';

/** What the answers are made of. */
export interface LiveRequestsOptions {
  site: SiteSettings;
  board: LiveBoard;
  readQueues(): Promise<QueueDepth[] | undefined>;
  streams: EventStreams;
  permits: UploadPermits;
  /** Where the page uploads to: `http://127.0.0.1:8401`. */
  s3Origin: string;
  onError(error: unknown): void;
}

const pagePath = '/_local';
const eventsPath = `${pagePath}/events`;
const uploadsPath = `${pagePath}/uploads`;

const wantedUpload = z.object({
  name: z.string().check(z.maxLength(4096)),
  folder: z.string().check(z.maxLength(4096)),
  type: z.string().check(z.maxLength(200)),
  bytes: z.number().check(z.nonnegative()),
});
const longestBody = 16 * 1024;

/** Answered with a status of its own; `code` and message go to the page as JSON. */
class RefusedRequest extends DropwireError {
  readonly status: number;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.status = status;
  }
}

/** Answers what is asked of `/_local` and below: the page, its event stream, and permission to upload. */
export class LiveRequests {
  readonly #options: LiveRequestsOptions;
  readonly #headers: Record<string, string>;

  constructor(options: LiveRequestsOptions) {
    this.#options = options;
    this.#headers = {
      'cache-control': 'no-store',
      'content-security-policy': livePolicy(options.s3Origin),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    };
  }

  /** @returns false for addresses that are not below `/_local` */
  answer(message: IncomingMessage, response: ServerResponse): boolean {
    const target = (message.url ?? '').replace(/^https?:\/\/[^/?]*/i, '');
    const [path = '', query = ''] = target.split(/\?(.*)/s);
    if (path !== pagePath && !path.startsWith(`${pagePath}/`)) return false;
    this.#answer(path, query, message, response).catch((error: unknown) => this.#fail(error, response));
    return true;
  }

  async #answer(path: string, query: string, message: IncomingMessage, response: ServerResponse) {
    if (!namesThisMachine(message)) {
      const hint = 'Open this page as http://127.0.0.1 or http://localhost; it is for this machine only.';
      throw new RefusedRequest(403, 'not-this-machine', hint);
    }
    if (path === uploadsPath) return this.#permit(message, response);
    if (message.method !== 'GET' && message.method !== 'HEAD') throw wrongMethod('GET, HEAD', response);
    if (path === eventsPath) return this.#stream(message, response);
    if (path !== pagePath && path !== `${pagePath}/`) {
      throw new RefusedRequest(404, 'not-found', `There is nothing here; the page is ${pagePath}.`);
    }
    const body = await this.#page(query, message);
    response.writeHead(200, {
      ...this.#headers,
      'content-type': 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    });
    response.end(message.method === 'HEAD' ? undefined : body);
  }

  async #page(query: string, message: IncomingMessage): Promise<string> {
    const { site, board, permits, readQueues } = this.#options;
    const [permit, queues] = await Promise.all([
      permits.forForm(`${originOf(message)}${pagePath}`),
      readQueues(),
    ]);
    const key = new URLSearchParams(query).get('key');
    const arrival = key === null ? undefined : { key, upload: board.find(key) };
    return renderLivePage({ site, permit, board: boardHtml(board, queues), arrival });
  }

  #stream(message: IncomingMessage, response: ServerResponse): void {
    if (!isFromOurPage(message)) throw foreignPage();
    if (message.method === 'HEAD') throw wrongMethod('GET', response);
    const lastId = message.headers['last-event-id'];
    this.#options.streams.open(response, this.#headers, typeof lastId === 'string' ? lastId : undefined);
  }

  async #permit(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (message.method !== 'POST') throw wrongMethod('POST', response);
    if (!mayChange(message)) throw foreignPage();
    const permit = await this.#options.permits.forFile(await readWish(message));
    this.#send(200, permit, response);
  }

  #send(status: number, answer: object, response: ServerResponse): void {
    response.writeHead(status, { ...this.#headers, 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(answer));
  }

  #fail(error: unknown, response: ServerResponse): void {
    if (response.headersSent) {
      response.destroy();
    } else if (error instanceof DropwireError) {
      const { code, message } = error;
      // What was not read of the request must not be taken for the next one.
      response.setHeader('connection', 'close');
      this.#send(error instanceof RefusedRequest ? error.status : 400, { code, message }, response);
    } else {
      this.#options.onError(error);
      this.#send(500, { code: 'failed', message: 'The answer could not be made.' }, response);
    }
  }
}

/** What the page wants to upload. @throws RefusedRequest 400, 413, 415 */
async function readWish(message: IncomingMessage): Promise<z.infer<typeof wantedUpload>> {
  // A form of a foreign page can't send this type without being asked about first.
  if (!/^application\/json\b/i.test(message.headers['content-type'] ?? '')) {
    throw new RefusedRequest(415, 'not-json', 'Send application/json.');
  }
  if (!(Number(message.headers['content-length']) <= longestBody)) {
    throw new RefusedRequest(413, 'too-long', `Send at most ${longestBody} bytes, and say how many.`);
  }
  try {
    return wantedUpload.parse(await json(message));
  } catch (cause) {
    throw new RefusedRequest(400, 'not-understood', 'Send name, folder, type and bytes of a file.', {
      cause,
    });
  }
}

const foreignPage = () =>
  new RefusedRequest(403, 'foreign-page', `Only the page ${pagePath} itself may ask for this.`);

function wrongMethod(allow: string, response: ServerResponse): RefusedRequest {
  response.setHeader('allow', allow);
  return new RefusedRequest(405, 'wrong-method', `This address takes ${allow}.`);
}
