import { Timeline } from '../../shared/catalog/timeline.ts';
import { announceHints } from '../../shared/publish-messages.ts';
import { readNews } from '../../shared/sitemaps/news.ts';
import type { ReconcileDependencies } from './release-due.ts';

/**
 * Has the publisher write the news sitemap anew when it has to hold other articles: new ones, and without those that
 * are older than two days by now. Compared with what was announced last, so that a run without news costs one query.
 * @returns a function for each run, which tells whether it announced anything
 */
export function createNewsWatch({
  dynamodb,
  sqs,
  clock,
  config,
}: Omit<ReconcileDependencies, 'catalog'>): () => Promise<boolean> {
  const timeline = new Timeline(dynamodb, config.catalogTable, 'all');
  let announced: string | undefined;
  return async () => {
    const entries = await readNews(timeline, clock.now());
    const present = JSON.stringify(entries.map(({ id, path, revision }) => [id, path, revision]));
    if (present === announced) return false;
    await announceHints(sqs, config.publishQueueUrl, [{ news: true }]);
    announced = present;
    return true;
  };
}
