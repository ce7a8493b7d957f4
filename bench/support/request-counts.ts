import { inSixFeeds, type MarkdownFacts, markdownUpload, varied } from './articles.ts';
import { CountedPipeline } from './counted-pipeline.ts';
import { costOf } from './list-prices.ts';
import { sumOf, totalRequests, type Usage } from './metered.ts';

/** What an article costs on its way from the inbox to the site. */
export interface CostPerArticle {
  articles: number;
  /** On average. */
  requests: number;
  /** Of the usual article, which touches no archive page; only of articles that come one at a time. */
  usual?: number;
  dollarsPerMillion: number;
  /** Requests per article by service and operation, most first. */
  breakdown: [string, number][];
}

/** Of an article's text. The counts hardly depend on it. */
const textBytes = 600;

/** Articles that are there before the counting starts: enough for several archive pages in each feed. */
const alreadyThere = 200;

/** One article every ten minutes, each published before the next comes. */
export async function trickle(articles = 128, before = alreadyThere): Promise<CostPerArticle> {
  const pipeline = await pipelineWith(before);
  const usages: Usage[] = [];
  for (let index = before; index < before + articles; index++) {
    pipeline.now += 600_000;
    pipeline.upload(keyOf(index), markdownUpload(index, textBytes));
    await pipeline.run();
    usages.push(pipeline.meter.take());
  }
  const counts = usages.map(billed).sort((a, b) => a - b);
  return { ...perArticle(articles, sumOf(usages)), usual: counts[Math.floor(counts.length / 2)] };
}

/** All articles at once. @param facts of each; by default all stand in the same six feeds */
export async function burst(
  articles = 1000,
  facts: (index: number) => MarkdownFacts = () => inSixFeeds,
  before = alreadyThere,
): Promise<CostPerArticle> {
  const pipeline = await pipelineWith(before);
  pipeline.now += 600_000;
  for (let index = before; index < before + articles; index++) {
    const { section = 'news' } = facts(index);
    pipeline.upload(`${section}/${index}.md`, markdownUpload(index, textBytes, facts(index)));
  }
  await pipeline.run();
  return perArticle(articles, pipeline.meter.take());
}

/** As `burst`, of articles that share only some of their feeds. */
export const variedBurst = (articles = 1000): Promise<CostPerArticle> => burst(articles, varied);

/** One PUT for each of six feeds, four formats and article: what a publisher does that keeps nothing together. */
export const onePutEach = { requests: 6 * 4, dollarsPerMillion: 6 * 4 * 5 };

const keyOf = (index: number): string => `news/${index}.md`;

/** A warm pipeline over so many articles, an hour apart. */
async function pipelineWith(articles: number): Promise<CountedPipeline> {
  const pipeline = new CountedPipeline();
  pipeline.now -= articles * 3_600_000;
  for (let index = 0; index < articles; index++) {
    pipeline.now += 3_600_000;
    pipeline.upload(keyOf(index), markdownUpload(index, textBytes));
    if (index % 50 === 49) await pipeline.run();
  }
  await pipeline.run();
  pipeline.meter.take();
  return pipeline;
}

/** Requests of S3, DynamoDB and SQS. */
const billed = (usage: Usage): number => totalRequests(usage) - (usage.requests.get('lambda Invoke') ?? 0);

function perArticle(articles: number, usage: Usage): CostPerArticle {
  const breakdown = [...usage.requests].map(([name, count]): [string, number] => [name, count / articles]);
  return {
    articles,
    requests: billed(usage) / articles,
    dollarsPerMillion: (costOf(usage) / articles) * 1_000_000,
    breakdown: breakdown.sort((a, b) => b[1] - a[1]),
  };
}
