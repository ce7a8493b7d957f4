import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { settleDown } from '../../../local/settle-down.ts';
import { Catalog } from '../../../shared/catalog/catalog.ts';
import { statusOf } from '../../../shared/clients.ts';
import { systemClock } from '../../../shared/clock.ts';
import { md5, until } from '../pipeline.ts';
import type { Change } from './planned-changes.ts';
import { clientsOf, type StackProcess } from './stack-process.ts';

const patienceMs = 120_000;

/**
 * Waits until a running stack has dealt with all of these changes and has nothing left to do.
 * A message that was killed five times with its receiver has gone to the dead-letter queue, as it would on AWS; it is
 * sent back, as an operator would do.
 * @returns how many messages were sent back
 */
export async function comeToRest(stack: StackProcess, changes: Change[]): Promise<number> {
  const description = await stack.description();
  const clients = clientsOf(description);
  const catalog = new Catalog(clients.dynamodb, description.table);
  const last = new Map(changes.map((change) => [change.key, change]));
  let redriven = 0;
  try {
    for (;;) {
      const dead = await redrive();
      redriven += dead;
      await settle();
      if (dead === 0) break;
    }
    for (const change of last.values()) {
      await until(`${change.key} to be ingested`, () => isDealtWith(change));
    }
    await settle();
    return redriven;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }

  async function isDealtWith({ key, body }: Change): Promise<boolean> {
    const etag = await etagInInbox(key);
    if (etag !== (body === undefined ? undefined : `"${md5(body)}"`)) return false;
    const record = await catalog.readUpload(key);
    return body === undefined ? record?.state === 'deleted' : record?.etag === etag;
  }

  async function etagInInbox(key: string): Promise<string | undefined> {
    try {
      const object = { Bucket: description.buckets.inbox, Key: key };
      return (await clients.s3.send(new HeadObjectCommand(object))).ETag;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return undefined;
    }
  }

  async function settle(): Promise<void> {
    const queueUrls = Object.values(description.queues).map(({ url }) => url);
    const work = {
      sqs: clients.sqs,
      queueUrls,
      whenMirrored: async () => {},
      delivering: () => 0,
      clock: systemClock,
    };
    if (!(await settleDown(work, patienceMs))) throw new Error(`It doesn't come to rest: ${stack.output}`);
  }

  async function redrive(): Promise<number> {
    let count = 0;
    for (const { deadLetterUrl, deadLetterArn } of Object.values(description.queues)) {
      const { Attributes } = await clients.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: deadLetterUrl,
          AttributeNames: ['ApproximateNumberOfMessages'],
        }),
      );
      const waiting = Number(Attributes?.ApproximateNumberOfMessages);
      if (waiting === 0) continue;
      count += waiting;
      await clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterArn }));
    }
    return count;
  }
}
