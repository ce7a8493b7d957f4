import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { PublishHint } from '../../shared/publish-message-schema.ts';
import { announceHints } from '../../shared/publish-messages.ts';
import { eachMessage, type FailureLog } from '../../shared/queue-batch.ts';
import type { IngestDependencies } from './dependencies.ts';
import { type IngestOutcome, ingestUpload } from './ingest-upload.ts';
import { type UploadEvent, uploadEventsOf } from './upload-event.ts';

/**
 * Ingests the uploads of a batch of messages at the same time, and tells the publisher of all of them in as few requests
 * as that takes. Nothing is acknowledged before: a message whose announcement fails is delivered again, finds its work
 * done and announces it.
 * @param report is told what became of each upload
 */
export async function ingestBatch(
  deps: IngestDependencies,
  records: SQSRecord[],
  log: FailureLog,
  report: (outcome: IngestOutcome) => void = () => {},
): Promise<SQSBatchResponse> {
  const waiting = new Map<string, PublishHint[]>();
  const ingest = async ({ messageId, body }: SQSRecord) => {
    const own: PublishHint[] = [];
    waiting.set(messageId, own);
    for (const event of uploadEventsOf(body)) {
      const keep = async (hints: PublishHint[]) => void own.push(...hints);
      report(await ingestUpload(deps, event, isRepeatable(event) ? keep : undefined));
    }
  };
  const uploads = ({ body }: SQSRecord) => ({ uploads: uploadEventsOf(body).map(({ key }) => key) });
  const { batchItemFailures } = await eachMessage(records, ingest, log, uploads);
  const hints = [...waiting.values()].flat();
  try {
    await announceHints(deps.sqs, deps.config.publishQueueUrl, hints);
  } catch (error) {
    for (const [messageId, own] of waiting) {
      if (own.length === 0 || batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === messageId))
        continue;
      log.error('could not tell the publisher; the message will be delivered again', { error, messageId });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** A message that names no S3 event can't be told from a new one when it comes again: it announces at once. */
const isRepeatable = ({ sequencer }: UploadEvent): boolean => sequencer !== undefined;
