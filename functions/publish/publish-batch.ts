import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { type PublishMessage, publishMessageSchema } from '../../shared/publish-messages.ts';
import type { FailureLog } from '../../shared/queue-batch.ts';
import type { PublishDependencies } from './dependencies.ts';
import { publish } from './publish.ts';

/**
 * Handles a batch of publish messages as one: a feed that many of them touch is rebuilt once.
 * @returns the messages whose articles or feeds failed, which SQS delivers again
 */
export async function publishBatch(
  deps: PublishDependencies,
  records: SQSRecord[],
  log: FailureLog,
): Promise<SQSBatchResponse> {
  const messages = new Map<string, PublishMessage>();
  const failed = new Set<string>();
  for (const { messageId, body } of records) {
    const parsed = publishMessageSchema.safeParse(JSON.parse(body));
    if (parsed.success) messages.set(messageId, parsed.data);
    else {
      log.error('not a publish message', { error: parsed.error, messageId });
      failed.add(messageId);
    }
  }
  const all = [...messages.values()];
  const failures = await publish(deps, {
    articles: all.flatMap(({ articles }) => articles),
    feeds: all.flatMap(({ feeds }) => feeds),
    checks: all.flatMap(({ checks }) => checks),
    pages: all.flatMap(({ pages }) => pages),
    site: all.some(({ site }) => site),
  });
  for (const [messageId, message] of messages) {
    const reason = subjectsOf(message).find((name) => failures.has(name));
    if (reason === undefined) continue;
    log.error('could not publish; the message will be delivered again', {
      error: failures.get(reason),
      messageId,
    });
    failed.add(messageId);
  }
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Articles and feeds that a message is about, by the names under which their failures are known. */
function subjectsOf({ articles, feeds, checks, pages }: PublishMessage): string[] {
  return [...articles, ...feeds, ...checks.map(({ article }) => article), ...pages.map(({ feed }) => feed)];
}
