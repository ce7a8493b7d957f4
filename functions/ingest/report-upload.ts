import type { Counters } from '../../shared/metrics.ts';
import { isCanaryUpload } from '../../shared/resources/canary.ts';
import type { IngestOutcome } from './ingest-upload.ts';

/** Articles named by one line of the log; an upload may hold thousands. */
const mostNamed = 20;

/** What the log says of an upload: enough to find it by its key and by its articles' ids. */
export function uploadLine({ key, result, articles, changes, code, reason }: IngestOutcome) {
  const more = articles.length - mostNamed;
  return {
    upload: key,
    result,
    articles: articles.slice(0, mostNamed),
    ...(more > 0 && { moreArticles: more }),
    ...(changes.length > 0 && { changes: changes.length }),
    ...(code !== undefined && { code, reason }),
  };
}

/** Counts an upload once it has been dealt with. Deletions and repeated events count for nothing but their changes. */
export function countUpload(counters: Counters, { key, result, code, changes }: IngestOutcome): void {
  // The canary's would hide what becomes of people's.
  if (isCanaryUpload(key)) return;
  if (result === 'rejected') counters.rejection(code ?? 'unknown');
  if (result === 'accepted' || result === 'unchanged') counters.count('accepted', 1);
  counters.count('asked', changes.length);
}
