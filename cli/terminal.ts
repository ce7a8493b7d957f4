import { once } from 'node:events';
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours a text if standard output is a terminal that shows colours (NO_COLOR and FORCE_COLOR are obeyed). */
export function coloured(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Keys and titles may hold control characters, which a terminal would obey. */
export const visible = (text: string): string =>
  text.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** A number of things: `1 error`, `2 errors`. */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** How far something has come, as a bar: `[#####.....]`. */
export function bar(done: number, total: number, width = 24): string {
  const filled = total === 0 ? width : Math.floor((width * done) / total);
  return `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}]`;
}

/** Writes to standard output and waits until it is taken. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Between two lines of progress where they can't be written over one another. */
const quietMs = 2000;

/** Tells on standard error how far a long command has come: one line that changes on a terminal, else one now and then. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #last: number;
  #open = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
    // What is done at once needs no line that stays.
    this.#last = stream.isTTY ? 0 : Date.now();
  }

  update(text: string): void {
    const now = Date.now();
    if (this.#stream.isTTY) {
      if (now - this.#last < 100) return;
      this.#stream.write(`\r\x1b[2K${text.slice(0, (this.#stream.columns ?? 80) - 1)}`);
      this.#open = true;
    } else if (now - this.#last >= quietMs) this.#stream.write(`${text}\n`);
    else return;
    this.#last = now;
  }

  /** A line that stays. */
  note(text: string): void {
    if (this.#open) this.#stream.write('\r\x1b[2K');
    this.#open = false;
    this.#stream.write(`${text}\n`);
  }

  /** Clears the line that changes. */
  end(): void {
    if (this.#open) this.#stream.write('\r\x1b[2K');
    this.#open = false;
  }
}
