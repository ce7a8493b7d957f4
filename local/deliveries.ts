import type { Sqs } from '../shared/clients.ts';
import { sendMessages } from '../shared/send-messages.ts';

/** A message that waits to be handed on, and whoever waits for that. */
interface Waiting {
  body: string;
  taken(): void;
  refused(error: unknown): void;
}

/** Hands S3's events to queues; those that are there at the same time take a request together. */
export class Deliveries {
  readonly #sqs: Sqs;
  readonly #urlOf: (queueArn: string) => string;
  readonly #waiting = new Map<string, Waiting[]>();
  #underWay = 0;

  constructor(sqs: Sqs, urlOf: (queueArn: string) => string) {
    this.#sqs = sqs;
    this.#urlOf = urlOf;
  }

  /** Messages that no queue has taken yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Resolves once the queue has the message; when it throws, the queue may have it or not. */
  async deliver(queueArn: string, body: string): Promise<void> {
    this.#underWay += 1;
    try {
      await new Promise<void>((taken, refused) => {
        const others = this.#waiting.get(queueArn);
        if (others) {
          others.push({ body, taken, refused });
          return;
        }
        this.#waiting.set(queueArn, [{ body, taken, refused }]);
        queueMicrotask(() => this.#send(queueArn));
      });
    } finally {
      this.#underWay -= 1;
    }
  }

  async #send(queueArn: string): Promise<void> {
    const some = this.#waiting.get(queueArn) ?? [];
    this.#waiting.delete(queueArn);
    try {
      await sendMessages(
        this.#sqs,
        this.#urlOf(queueArn),
        some.map(({ body }) => body),
      );
      for (const { taken } of some) taken();
    } catch (error) {
      for (const { refused } of some) refused(error);
    }
  }
}
