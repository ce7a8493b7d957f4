import type { DynamoDb } from '../clients.ts';
import { type Position, Timeline } from './timeline.ts';
import type { TimelinePoint } from './timeline-items.ts';

/** How far back it reads for somebody who asks for an older place; what lies further is read by itself. */
const reach = { points: 800, months: 4 };

/**
 * A feed's timeline that remembers what it has read from its newest end on, so that a head and the archive pages behind
 * it cost one reading together. What it gives is at least as new as the moment it was made; who needs the present
 * state makes another.
 */
export class RecentTimeline extends Timeline {
  /** From the newest on, without gaps. */
  readonly #points: TimelinePoint[] = [];
  readonly #newestMonth: string;
  readonly #source: AsyncGenerator<TimelinePoint>;
  #ended = false;

  /** @param newestMonth `yyyy-mm`: no point stands in a later one */
  constructor(dynamodb: DynamoDb, table: string, feed: string, newestMonth: string) {
    super(dynamodb, table, feed);
    this.#newestMonth = newestMonth;
    this.#source = super.back({ month: newestMonth });
  }

  override async *back(from: Position): AsyncGenerator<TimelinePoint> {
    const edge = from.sortKey ?? `${from.month}~`;
    if (!(await this.#reaches(edge))) {
      yield* super.back(from);
      return;
    }
    let at = this.#points.findIndex(({ sk }) => sk < edge || (from.inclusive && sk === edge));
    if (at === -1) at = this.#points.length;
    for (; this.#has(at) || (await this.#read()) || this.#has(at); at++) {
      const point = this.#points[at];
      if (point) yield point;
    }
  }

  override async *backInMonth(from: Position): AsyncGenerator<TimelinePoint> {
    for await (const point of this.back(from)) {
      if (point.sk < from.month) return;
      yield point;
    }
  }

  override async *forward(from: Position): AsyncGenerator<TimelinePoint> {
    const edge = from.sortKey ?? from.month;
    if (!(await this.#reaches(edge))) {
      yield* super.forward(from);
      return;
    }
    const older = this.#points.findIndex(({ sk }) => (from.inclusive ? sk < edge : sk <= edge));
    for (let at = older === -1 ? this.#points.length - 1 : older - 1; at >= 0; at--) {
      const point = this.#points[at];
      if (point) yield point;
    }
  }

  /** Reads on until everything newer than a sort key is known; false when that is too far. */
  async #reaches(edge: string): Promise<boolean> {
    if (edge.slice(0, 7) > this.#newestMonth) return false;
    while (!this.#ended && !this.#knows(edge)) {
      const newest = this.#points[0]?.sk ?? this.#newestMonth;
      if (this.#points.length >= reach.points || monthsBetween(edge, newest) > reach.months) return false;
      await this.#read();
    }
    return true;
  }

  #knows(edge: string): boolean {
    const oldest = this.#points.at(-1);
    return oldest !== undefined && oldest.sk < edge;
  }

  #has(index: number): boolean {
    return index < this.#points.length;
  }

  /** Reads one point more; others may do so at the same time. @returns whether there was one */
  async #read(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) this.#ended = true;
    else this.#points.push(value);
    return !done;
  }
}

/** Months from one time to a later one, both ISO 8601. */
function monthsBetween(earlier: string, later: string): number {
  const months = (time: string) => 12 * Number(time.slice(0, 4)) + Number(time.slice(5, 7));
  return months(later) - months(earlier);
}
