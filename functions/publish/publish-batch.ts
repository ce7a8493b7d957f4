import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { ArticleChange } from '../../shared/catalog/article-change-schema.ts';
import { OutputCheckError } from '../../shared/errors.ts';
import { type PublishMessage, publishMessageSchema } from '../../shared/publish-message-schema.ts';
import type { FailureLog } from '../../shared/queue-batch.ts';
import type { PublishDependencies } from './dependencies.ts';
import { publish } from './publish.ts';
import { newsSubject, sitemapSubject } from './publish-sitemaps.ts';

/** A change that readers see now. */
export interface VisibleChange extends ArticleChange {
  /** From when it was asked for until all its documents and feeds were there. */
  latencyMs: number;
}

/** What became of a batch: the messages that SQS is to deliver again, and what there is to count. */
export interface PublishBatchOutcome extends SQSBatchResponse {
  /** Articles that were looked at. */
  articles: number;
  visible: VisibleChange[];
  /** Feeds that lost most of their entries at once. */
  shrunk: string[];
  /** Documents that failed their strict check and were not published. */
  checkFailures: number;
}

/** Handles a batch of publish messages as one: a feed that many of them touch is rebuilt once. */
export async function publishBatch(
  deps: PublishDependencies,
  records: SQSRecord[],
  log: FailureLog,
): Promise<PublishBatchOutcome> {
  const { messages, failed } = readMessages(records, log);
  const all = [...messages.values()];
  const articles = new Set(all.flatMap((message) => message.articles));
  const { failures, shrunk } = await publish(deps, {
    articles: [...articles],
    feeds: all.flatMap(({ feeds }) => feeds),
    checks: all.flatMap(({ checks }) => checks),
    pages: all.flatMap(({ pages }) => pages),
    site: all.some(({ site }) => site),
    sitemaps: [...new Set(all.flatMap(({ sitemaps }) => sitemaps))],
    news: all.some(({ news }) => news),
    copies: all.flatMap(({ copies }) => copies),
  });
  const visible: VisibleChange[] = [];
  const now = deps.clock.now();
  for (const [messageId, message] of messages) {
    const subject = subjectsOf(message).find((name) => failures.has(name));
    if (subject === undefined) {
      visible.push(...message.changes.map((change) => ({ ...change, latencyMs: sinceThen(change.at, now) })));
      continue;
    }
    log.error('could not publish; the message will be delivered again', {
      error: failures.get(subject),
      messageId,
      subject,
    });
    failed.push(messageId);
  }
  return {
    batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })),
    articles: articles.size,
    visible,
    shrunk,
    // One error stands for every article and feed that it concerns.
    checkFailures: new Set([...failures.values()].filter((error) => error instanceof OutputCheckError)).size,
  };
}

function readMessages(records: SQSRecord[], log: FailureLog) {
  const messages = new Map<string, PublishMessage>();
  const failed: string[] = [];
  for (const { messageId, body } of records) {
    try {
      messages.set(messageId, publishMessageSchema.parse(JSON.parse(body)));
    } catch (error) {
      log.error('not a publish message', { error, messageId });
      failed.push(messageId);
    }
  }
  return { messages, failed };
}

/** Articles and feeds that a message is about, by the names under which their failures are known. */
function subjectsOf({ articles, feeds, checks, pages, sitemaps, news, copies }: PublishMessage): string[] {
  return [
    ...articles,
    ...feeds,
    ...checks.map(({ article }) => article),
    ...pages.map(({ feed }) => feed),
    ...copies,
    ...sitemaps.map(sitemapSubject),
    ...(news ? [newsSubject] : []),
  ];
}

/** Clocks differ: what lies ahead of this one has just happened. */
function sinceThen(time: string, now: number): number {
  return Math.max(0, now - Date.parse(time));
}
