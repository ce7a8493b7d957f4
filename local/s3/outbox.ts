import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';

/** Hands a message to a queue; throwing means "not taken, try again". */
export type Deliver = (queueArn: string, body: string) => Promise<void>;

interface Row {
  id: number;
  subject: string;
  body: string;
}

const batchSize = 32;
const firstPause = 50;
const longestPause = 10_000;

/**
 * Messages that have to reach a queue: written in the transaction of the change they tell of, handed on
 * afterwards, deleted once taken. So each arrives at least once, over restarts too, and those about one
 * object in the order of its changes. Queues don't wait for each other.
 */
export class Outbox {
  private readonly database: Database;
  private readonly deliver: Deliver | undefined;
  private readonly closing = new AbortController();
  private readonly pumps = new Map<string, Promise<void>>();
  /** Queues that got a message while their pump was at work. */
  private readonly woken = new Set<string>();

  constructor(database: Database, deliver: Deliver | undefined) {
    this.database = database;
    this.deliver = deliver;
    for (const row of database.sql('SELECT DISTINCT queueArn FROM outbox').all()) {
      this.woken.add(String(row.queueArn));
    }
    this.wake();
  }

  get canDeliver(): boolean {
    return this.deliver !== undefined;
  }

  /** Adds a message, inside the caller's transaction. @param subject messages of one subject keep their order */
  add(queueArn: string, subject: string, body: string): void {
    this.database
      .sql('INSERT INTO outbox (queueArn, subject, body) VALUES (?, ?, ?)')
      .run(queueArn, subject, body);
    this.woken.add(queueArn);
  }

  /** Starts handing on what is there, after the transaction. */
  wake(): void {
    const { deliver } = this;
    if (!deliver || this.closing.signal.aborted) return;
    for (const queueArn of [...this.woken]) {
      if (this.pumps.has(queueArn)) continue;
      const pump = this.pump(queueArn, deliver).finally(() => {
        this.pumps.delete(queueArn);
        if (this.woken.has(queueArn)) this.wake();
      });
      this.pumps.set(queueArn, pump);
    }
  }

  /** Stops after the deliveries under way; the rest waits for the next start. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.pumps.values());
  }

  private async pump(queueArn: string, deliver: Deliver): Promise<void> {
    let pause = firstPause;
    while (!this.closing.signal.aborted) {
      this.woken.delete(queueArn);
      const outcome = await this.handOn(queueArn, deliver);
      if (outcome === 'empty') return;
      if (outcome === 'delivered') {
        pause = firstPause;
        continue;
      }
      await sleep(pause, undefined, { signal: this.closing.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, longestPause);
    }
  }

  /** Tries one batch. A message that was taken but can't be deleted (a full disk) counts as failed: it goes out again. */
  private async handOn(queueArn: string, deliver: Deliver): Promise<'empty' | 'delivered' | 'failed'> {
    try {
      const batch = this.nextBatch(queueArn);
      if (batch.length === 0) return 'empty';
      const outcomes = await Promise.allSettled(batch.map(async (row) => deliver(queueArn, row.body)));
      const taken = batch.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      this.database.transaction(() => {
        for (const { id } of taken) this.database.sql('DELETE FROM outbox WHERE id = ?').run(id);
      });
      return taken.length === batch.length ? 'delivered' : 'failed';
    } catch {
      return 'failed';
    }
  }

  /** The oldest messages, up to the second one about the same object. */
  private nextBatch(queueArn: string): Row[] {
    const rows = this.database
      .sql('SELECT id, subject, body FROM outbox WHERE queueArn = ? ORDER BY id LIMIT ?')
      .all(queueArn, batchSize)
      .map((row) => ({ id: Number(row.id), subject: String(row.subject), body: String(row.body) }));
    const seen = new Set<string>();
    const end = rows.findIndex((row) => seen.size === seen.add(row.subject).size);
    return end < 0 ? rows : rows.slice(0, end);
  }
}
