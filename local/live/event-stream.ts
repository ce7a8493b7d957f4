import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { boardHtml } from './board-html.ts';
import type { LiveBoard } from './live-board.ts';
import { outcomeWords } from './outcome-words.ts';
import type { QueueDepth } from './queue-depths.ts';

/** What the streams tell of. */
export interface EventStreamOptions {
  board: LiveBoard;
  /** Undefined when the queues can't be reached. */
  readQueues(): Promise<QueueDepth[] | undefined>;
}

/** How long changes are gathered before the board is sent again. */
const gatherMs = 150;
/** The queues tell nobody of changes, so they are looked at, while somebody watches. */
const lookMs = 1000;

interface Watcher {
  response: ServerResponse;
  /** Number of the last report that it was sent. */
  sent: number;
  /** The board as it was sent last. */
  board: string;
}

/**
 * Server-Sent Events (HTML standard, section 9.2): `board` holds the changing part of the page, as a JSON string;
 * `outcome` what became of one upload. An outcome's id lets a browser that lost its connection catch up.
 */
export class EventStreams {
  readonly #options: EventStreamOptions;
  readonly #watchers = new Set<Watcher>();
  /** Ids of an earlier run mean nothing in this one. */
  readonly #run = randomUUID().slice(0, 8);
  readonly #unsubscribe: () => void;
  #gathering: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: EventStreamOptions) {
    this.#options = options;
    this.#unsubscribe = options.board.onChange(() => this.#soon(gatherMs));
  }

  /** Answers a request for the stream. @param lastId `Last-Event-ID` of a browser that comes again */
  open(response: ServerResponse, headers: Record<string, string>, lastId: string | undefined): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    if (this.#closed) return void response.end();
    const { latest } = this.#options.board;
    const [run, number] = (lastId ?? '').split('-');
    const watcher: Watcher = { response, sent: run === this.#run ? Number(number) || 0 : latest, board: '' };
    this.#watchers.add(watcher);
    response.once('close', () => this.#watchers.delete(watcher));
    response.write(`retry: 1000\nid: ${this.#run}-${watcher.sent}\nevent: hello\ndata:\n\n`);
    this.#soon(0);
  }

  close(): void {
    this.#closed = true;
    this.#unsubscribe();
    clearTimeout(this.#gathering);
    clearTimeout(this.#looking);
    for (const { response } of this.#watchers) response.end();
  }

  #soon(milliseconds: number): void {
    if (this.#watchers.size === 0 || this.#closed) return;
    this.#gathering ??= setTimeout(() => void this.#tell(), milliseconds);
  }

  async #tell(): Promise<void> {
    const { board, readQueues } = this.#options;
    clearTimeout(this.#looking);
    const queues = await readQueues();
    this.#gathering = undefined;
    if (this.#closed) return;
    const data = JSON.stringify(boardHtml(board, queues).source);
    for (const watcher of this.#watchers) {
      // Who reads slowly gets the next one.
      if (watcher.response.writableNeedDrain) continue;
      for (const { number, report } of board.reportsAfter(watcher.sent)) {
        const { key, kind } = report;
        const [link] = kind === 'unchanged' ? (board.find(key)?.articles ?? []) : [];
        const outcome = JSON.stringify({ key, kind, link, ...outcomeWords(report) });
        watcher.response.write(`id: ${this.#run}-${number}\nevent: outcome\ndata: ${outcome}\n\n`);
        watcher.sent = number;
      }
      if (watcher.board !== data) watcher.response.write(`event: board\ndata: ${data}\n\n`);
      watcher.board = data;
    }
    this.#looking = setTimeout(() => this.#soon(0), lookMs);
  }
}
