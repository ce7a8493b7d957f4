import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { Sqs } from '../../shared/clients.ts';

/** Messages moved by one request (Amazon SQS quotas). */
const mostPerRequest = 10;
/** How long a message may stay unseen by others between its receipt and its deletion. */
const hiddenSeconds = 60;
/** Receives without a message before the queue counts as empty: short polls may miss some. */
const emptyReceives = 2;
const waitSeconds = 1;

/** What became of the messages of a dead-letter queue. */
export interface Redriven {
  moved: number;
  /** Refused by the queue; they stay in the dead-letter queue. */
  refused: number;
}

/**
 * Moves the messages of a dead-letter queue back to the queue they came from. Each is deleted only after the queue has
 * taken it: a crash in between leaves it in both, which does no harm. Messages that fail again and come back meanwhile
 * are left.
 * @param now milliseconds since the epoch
 */
export async function redrive(
  sqs: Sqs,
  queue: { url: string; deadLetterUrl: string },
  now: () => number,
  onProgress: (moved: number) => void,
): Promise<Redriven> {
  const startedAt = now();
  const total: Redriven = { moved: 0, refused: 0 };
  for (let empty = 0; empty < emptyReceives; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.deadLetterUrl,
        MaxNumberOfMessages: mostPerRequest,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    // A message that was moved by this run, and failed again, bears the time of its move.
    const old = Messages.filter(({ Attributes }) => Number(Attributes?.SentTimestamp ?? 0) < startedAt);
    const taken = await moveBatch(sqs, queue, old);
    total.moved += taken;
    total.refused += old.length - taken;
    onProgress(total.moved);
  }
  return total;
}

/** @returns how many the queue took */
async function moveBatch(
  sqs: Sqs,
  queue: { url: string; deadLetterUrl: string },
  messages: Message[],
): Promise<number> {
  if (messages.length === 0) return 0;
  const sent = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: queue.url,
      Entries: messages.map(({ Body }, index) => ({ Id: String(index), MessageBody: Body })),
    }),
  );
  const taken = (sent.Successful ?? []).map(({ Id }) => ({
    Id,
    ReceiptHandle: messages[Number(Id)]?.ReceiptHandle,
  }));
  if (taken.length > 0) {
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.deadLetterUrl, Entries: taken }));
  }
  return taken.length;
}
