import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../shared/clock.ts';
import { invalidParameter, queueDoesNotExist, receiptHandleIsInvalid } from './errors.ts';
import { numericAttribute, type QueueAttributes, redrivePolicy } from './queue-attributes.ts';

/** A queue: its name and how it is set up. Times in milliseconds since the epoch. */
export interface Queue {
  name: string;
  attributes: QueueAttributes;
  created: number;
  modified: number;
}

/** A message as a receiver gets it. */
export interface ReceivedMessage {
  id: string;
  receipt: string;
  body: string;
  sent: number;
  received: number;
  firstReceived: number;
  source: string | undefined;
}

/** How many messages a queue holds. */
export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/**
 * Queues and their messages, with SQS's rules of visibility, retention and dead letters; each method is one transaction.
 * Nothing is cached: what the database says is what counts, before and after a crash.
 */
export class QueueStore {
  readonly #database: DatabaseSync;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, clock: Pick<Clock, 'now'>) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Makes messages visible that were in flight: for the start of a server, when their receivers are gone. */
  releaseAll(): void {
    this.#sql('UPDATE messages SET receipt = NULL, visible_at = ? WHERE receipt IS NOT NULL').run(
      this.#clock.now(),
    );
  }

  queue(name: string): Queue {
    const row = this.#sql('SELECT * FROM queues WHERE name = ?').get(name);
    if (!row) throw queueDoesNotExist(name);
    return toQueue(row);
  }

  queues(): Queue[] {
    return this.#sql('SELECT * FROM queues ORDER BY name').all().map(toQueue);
  }

  hasQueue(name: string): boolean {
    return this.#sql('SELECT 1 FROM queues WHERE name = ?').get(name) !== undefined;
  }

  createQueue(name: string, attributes: QueueAttributes): void {
    const now = this.#clock.now();
    this.#sql('INSERT INTO queues (name, attributes, created, modified) VALUES (?, ?, ?, ?)').run(
      name,
      JSON.stringify(attributes),
      now,
      now,
    );
  }

  setAttributes(name: string, attributes: QueueAttributes): void {
    this.#sql('UPDATE queues SET attributes = ?, modified = ? WHERE name = ?').run(
      JSON.stringify({ ...this.queue(name).attributes, ...attributes }),
      this.#clock.now(),
      name,
    );
  }

  deleteQueue(name: string): void {
    if (this.#sql('DELETE FROM queues WHERE name = ?').run(name).changes === 0) throw queueDoesNotExist(name);
  }

  purge(name: string): void {
    this.#sql('DELETE FROM messages WHERE queue = ?').run(this.queue(name).name);
  }

  /** Adds messages; all or none. @returns their ids, in order */
  send(name: string, messages: { body: string; delaySeconds?: number | undefined }[]): string[] {
    const { attributes } = this.queue(name);
    const now = this.#clock.now();
    return this.#transaction(() =>
      messages.map(({ body, delaySeconds }) => {
        const id = randomUUID();
        const delay = delaySeconds ?? numericAttribute(attributes, 'DelaySeconds');
        this.#sql('INSERT INTO messages (id, queue, body, sent, visible_at) VALUES (?, ?, ?, ?, ?)').run(
          id,
          name,
          body,
          now,
          now + delay * 1000,
        );
        return id;
      }),
    );
  }

  /** Takes up to so many visible messages; those received too often go to the dead-letter queue instead. */
  receive(name: string, most: number, visibilityTimeoutSeconds?: number): ReceivedMessage[] {
    const { attributes } = this.queue(name);
    const now = this.#clock.now();
    const timeout = visibilityTimeoutSeconds ?? numericAttribute(attributes, 'VisibilityTimeout');
    return this.#transaction(() => {
      this.#expire(name, attributes, now);
      this.#bury(name, attributes, now);
      const rows = this.#sql(
        'SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, number LIMIT ?',
      ).all(name, now, most);
      return rows.map((row) => this.#take(row, now, timeout));
    });
  }

  /** When the next message that is hidden now becomes visible; undefined when none will. */
  nextVisibleAt(name: string): number | undefined {
    const row = this.#sql('SELECT min(visible_at) AS next FROM messages WHERE queue = ?').get(name);
    return typeof row?.next === 'number' ? row.next : undefined;
  }

  /** Deletes a message. A receipt that is no longer known deletes nothing and is no error, as in SQS. */
  delete(name: string, receipt: string): void {
    this.#sql('DELETE FROM messages WHERE queue = ? AND receipt = ?').run(this.queue(name).name, receipt);
  }

  /** Hides a message in flight for so long from now; 0 gives it back at once. */
  changeVisibility(name: string, receipt: string, seconds: number): void {
    const now = this.#clock.now();
    const { changes } = this.#sql(
      'UPDATE messages SET visible_at = ? WHERE queue = ? AND receipt = ? AND visible_at > ?',
    ).run(now + seconds * 1000, this.queue(name).name, receipt, now);
    if (changes === 0) throw receiptHandleIsInvalid();
  }

  depth(name: string): QueueDepth {
    const now = this.#clock.now();
    const row = this.#sql(
      `SELECT count(*) FILTER (WHERE visible_at <= ?1) AS visible,
              count(*) FILTER (WHERE visible_at > ?1 AND receipt IS NOT NULL) AS in_flight,
              count(*) FILTER (WHERE visible_at > ?1 AND receipt IS NULL) AS delayed
         FROM messages WHERE queue = ?2`,
    ).get(now, this.queue(name).name);
    return {
      visible: Number(row?.visible),
      inFlight: Number(row?.in_flight),
      delayed: Number(row?.delayed),
    };
  }

  /**
   * Gives dead letters another chance: back to the queue each came from, or all to one queue. Their count starts anew.
   * @returns the queues that received some
   */
  redrive(deadLetterQueue: string, destination?: string): string[] {
    const now = this.#clock.now();
    return this.#transaction(() => {
      const rows = this.#sql(
        'SELECT id, source FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY number',
      ).all(this.queue(deadLetterQueue).name, now);
      const reached = new Set<string>();
      for (const { id, source } of rows) {
        const target = destination ?? source;
        if (typeof target !== 'string' || !this.hasQueue(target)) {
          throw invalidParameter(
            `Message ${id} did not come from a queue that exists; name a DestinationArn.`,
          );
        }
        this.#sql(
          `UPDATE messages SET queue = ?, source = NULL, received = 0, first_received = NULL, receipt = NULL, visible_at = ?
            WHERE id = ?`,
        ).run(target, now, id ?? null);
        reached.add(target);
      }
      return [...reached];
    });
  }

  #expire(name: string, attributes: QueueAttributes, now: number): void {
    const oldest = now - numericAttribute(attributes, 'MessageRetentionPeriod') * 1000;
    this.#sql('DELETE FROM messages WHERE queue = ? AND sent < ?').run(name, oldest);
  }

  #bury(name: string, attributes: QueueAttributes, now: number): void {
    const policy = redrivePolicy(attributes);
    const target = policy?.deadLetterTargetArn.split(':').at(-1);
    if (!policy || target === undefined || !this.hasQueue(target)) return;
    this.#sql(
      `UPDATE messages SET queue = ?1, source = ?2, receipt = NULL
        WHERE queue = ?2 AND visible_at <= ?3 AND received >= ?4`,
    ).run(target, name, now, policy.maxReceiveCount);
  }

  #take(row: Row, now: number, timeoutSeconds: number): ReceivedMessage {
    const receipt = randomUUID();
    const received = Number(row.received) + 1;
    const firstReceived = row.first_received === null ? now : Number(row.first_received);
    this.#sql(
      'UPDATE messages SET receipt = ?, received = ?, first_received = ?, visible_at = ? WHERE number = ?',
    ).run(receipt, received, firstReceived, now + timeoutSeconds * 1000, row.number ?? null);
    return {
      id: String(row.id),
      receipt,
      body: String(row.body),
      sent: Number(row.sent),
      received,
      firstReceived,
      source: row.source === null ? undefined : String(row.source),
    };
  }

  #sql(text: string): StatementSync {
    const known = this.#statements.get(text) ?? this.#database.prepare(text);
    this.#statements.set(text, known);
    return known;
  }

  #transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

type Row = ReturnType<StatementSync['all']>[number];

function toQueue(row: Row): Queue {
  return {
    name: String(row.name),
    attributes: JSON.parse(String(row.attributes)) as QueueAttributes,
    created: Number(row.created),
    modified: Number(row.modified),
  };
}
