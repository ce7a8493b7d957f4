/** What AWS bills, counted. */
export interface Usage {
  /** PUT, COPY, POST and LIST requests to S3. */
  s3Writes: number;
  /** GET, HEAD and all others but DELETE. */
  s3Reads: number;
  /** DynamoDB read request units, strongly consistent: 4 KB each. */
  readUnits: number;
  /** DynamoDB write request units: 1 KB each, double in transactions. */
  writeUnits: number;
  /** Messages sent by the functions; what S3 and Lambda do with a queue comes on top. */
  queueRequests: number;
  /** All of the requests. */
  requests: number;
}

/** Usage of one stage for a batch of articles that stand in so many feeds. */
export interface Corner {
  articles: number;
  feeds: number;
  ingest: Usage;
  publish: Usage;
}

/** Four measurements: few and many articles at once, in few and many feeds. */
export interface Counted {
  corners: [fewInFew: Corner, fewInMany: Corner, manyInFew: Corner, manyInMany: Corner];
  /** A run of the reconcile function when nothing is due. */
  reconcileAtRest: Usage;
  /** What checking the whole site for drift takes, divided by its articles: reconcile and publish together. */
  driftPerArticle: Usage;
  /** Bytes kept for one article of `articleBytes` in six feeds, archive and head included. */
  stored: { articleBytes: number; inbox: number; store: number; site: number; catalog: number };
  /** Bytes of the main feed of fifty such articles, as feed.json, compressed by gzip. */
  feedBytes: number;
}

export const nothing: Usage = {
  s3Writes: 0,
  s3Reads: 0,
  readUnits: 0,
  writeUnits: 0,
  queueRequests: 0,
  requests: 0,
};

/** Adds up usages, each multiplied. */
export function sum(...parts: [Usage, times: number][]): Usage {
  const total = { ...nothing };
  for (const [usage, times] of parts) {
    for (const name of Object.keys(total) as (keyof Usage)[]) total[name] += usage[name] * times;
  }
  return total;
}

/**
 * Usage of a stage for one batch. Each request belongs to the batch, to a feed, to an article or to an article's place in
 * a feed; so it is linear in the number of articles and in that of feeds, and four measurements settle it.
 */
export function usageOf(
  stage: 'ingest' | 'publish',
  { corners }: Counted,
  batch: { articles: number; feeds: number },
): Usage {
  const [few, , , many] = corners;
  const x = (batch.articles - few.articles) / (many.articles - few.articles);
  const y = (batch.feeds - few.feeds) / (many.feeds - few.feeds);
  const weights = [(1 - x) * (1 - y), (1 - x) * y, x * (1 - y), x * y];
  return sum(...corners.map((corner, index): [Usage, number] => [corner[stage], weights[index] ?? 0]));
}
