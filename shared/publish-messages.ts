import type { ArticleChange } from './catalog/article-change-schema.ts';
import { chunks } from './chunks.ts';
import type { Sqs } from './clients.ts';
import type { PublishHint } from './publish-message-schema.ts';
import { sendMessages } from './send-messages.ts';

/** Articles named by one message: a message that fails is delivered again as a whole. */
const articlesPerMessage = 20;

/** Puts hints into the publish queue, one message each. @throws RetryableError `queue-refused` */
export async function announceHints(sqs: Sqs, queueUrl: string, hints: PublishHint[]): Promise<void> {
  await sendMessages(
    sqs,
    queueUrl,
    hints.map((hint) => JSON.stringify(hint)),
  );
}

/** Tells the publisher to look at the heads of feeds. @throws RetryableError `queue-refused` */
export async function announceFeeds(sqs: Sqs, queueUrl: string, feeds: string[]): Promise<void> {
  await announceHints(sqs, queueUrl, [{ feeds }]);
}

/**
 * Tells the publisher that articles may have changed.
 * @param changes what is known to have changed for readers, and when
 * @throws RetryableError `queue-refused`
 */
export async function announce(
  sqs: Sqs,
  queueUrl: string,
  articles: string[],
  changes: ArticleChange[] = [],
): Promise<void> {
  await announceHints(sqs, queueUrl, articleHints(articles, changes));
}

/** What `announce` says, for sending with what else there is to say. */
export function articleHints(articles: string[], changes: ArticleChange[] = []): PublishHint[] {
  return chunks(articles, articlesPerMessage).map((some): PublishHint => {
    const known = changes.filter(({ article }) => some.includes(article));
    return known.length > 0 ? { articles: some, changes: known } : { articles: some };
  });
}
