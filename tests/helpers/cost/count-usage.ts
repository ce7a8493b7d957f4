import { gzipSync } from 'node:zlib';
import { type Corner, type Counted, nothing, sum, type Usage } from '../../../cli/cost/usage.ts';
import { MeteredPipeline } from './metered-pipeline.ts';

const many = 12;
const fewFeeds = 2;
const manyFeeds = 6;
/** So many that every feed has a full head and an archive, as it has for nearly all of its life. */
const before = 80;
const paragraph = 'The harbour office counts what the tide brings in and writes it down before noon. ';

/** A file of about four thousand characters, different for each number. */
function fileOf(number: number, feeds: number): string {
  const fields = feeds === manyFeeds ? 'authors: [Mara Lindqvist]\ntags: [ferries, winter]\n' : '';
  const body = Array.from(
    { length: 12 },
    (_, index) => `${paragraph.repeat(4)}Entry ${number}, line ${index}.`,
  );
  return `---\nlanguage: en\n${fields}---\n\n# Harbour note ${number}\n\n${body.join('\n\n')}\n`;
}

/** The folder is a section, and a section is a feed. */
const keyOf = (number: number, feeds: number) => `${feeds === manyFeeds ? 'harbour/' : ''}note-${number}.md`;

/** Counts what AWS would bill, with the functions as they are. Takes seconds; the same every time. */
export async function countUsage(): Promise<Counted> {
  const few = await settledSite(fewFeeds);
  const full = await settledSite(manyFeeds);
  const corners: Counted['corners'] = [
    await oneByOne(few, fewFeeds),
    await oneByOne(full, manyFeeds),
    await atOnce(few, fewFeeds),
    await atOnce(full, manyFeeds),
  ];
  const stored = storedBytes(full);
  const feedBytes = gzipSync(full.s3.bucket('site').newest('feed.json')?.bytes ?? '').length;
  return { corners, ...(await countDrift(full)), stored, feedBytes };
}

async function settledSite(feeds: number): Promise<MeteredPipeline> {
  const pipeline = new MeteredPipeline();
  for (let number = 0; number < before; number++)
    await pipeline.upload(keyOf(number, feeds), fileOf(number, feeds));
  await pipeline.publish();
  return pipeline;
}

async function oneByOne(pipeline: MeteredPipeline, feeds: number): Promise<Corner> {
  const counted = await during(pipeline, async () => {
    for (let number = 1000; number < 1000 + many; number++) {
      await pipeline.upload(keyOf(number, feeds), fileOf(number, feeds));
      await pipeline.publish();
    }
  });
  return {
    articles: 1,
    feeds,
    ingest: rounded(sum([counted.ingest, 1 / many])),
    publish: rounded(sum([counted.publish, 1 / many])),
  };
}

async function atOnce(pipeline: MeteredPipeline, feeds: number): Promise<Corner> {
  const counted = await during(pipeline, async () => {
    for (let number = 2000; number < 2000 + many; number++) {
      await pipeline.upload(keyOf(number, feeds), fileOf(number, feeds));
    }
    await pipeline.publish();
  });
  return { articles: many, feeds, ingest: counted.ingest, publish: counted.publish };
}

/** One whole round of reconciling, with what the publisher does about it, and a run when it is over. */
async function countDrift(
  pipeline: MeteredPipeline,
): Promise<Pick<Counted, 'reconcileAtRest' | 'driftPerArticle'>> {
  const articles = before + 2 * many;
  const round = await during(pipeline, async () => {
    for (let runs = 0; runs < 1000; runs++) {
      pipeline.now += 60_000;
      const { cursor } = await pipeline.reconcile();
      await pipeline.publish();
      if (cursor.position.phase === 'rest') return;
    }
    throw new Error('the round does not end');
  });
  const rest = await during(pipeline, async () => {
    pipeline.now += 60_000;
    await pipeline.reconcile();
  });
  return {
    reconcileAtRest: rest.reconcile,
    driftPerArticle: rounded(sum([round.reconcile, 1 / articles], [round.publish, 1 / articles])),
  };
}

function storedBytes({ s3, dynamodb }: MeteredPipeline): Counted['stored'] {
  const articles = before + 2 * many;
  const bucketBytes = (name: string) =>
    [...s3.bucket(name).current()].reduce((total, [, version]) => total + (version.bytes?.length ?? 0), 0);
  const each = (bytes: number) => Math.round(bytes / articles);
  return {
    articleBytes: Buffer.byteLength(fileOf(1000, manyFeeds)),
    inbox: each(bucketBytes('inbox')),
    store: each(bucketBytes('store')),
    site: each(bucketBytes('site')),
    catalog: each([...dynamodb.table('catalog').items()].reduce((total, { bytes }) => total + bytes, 0)),
  };
}

async function during(pipeline: MeteredPipeline, work: () => Promise<void>) {
  const names = ['ingest', 'publish', 'reconcile'] as const;
  const earlier = names.map((name): Usage => ({ ...pipeline.meters[name].usage }));
  await work();
  const [ingest = nothing, publish = nothing, reconcile = nothing] = names.map((name, index) =>
    sum([pipeline.meters[name].usage, 1], [earlier[index] ?? nothing, -1]),
  );
  return { ingest, publish, reconcile };
}

function rounded(usage: Usage): Usage {
  const entries = Object.entries(usage).map(([name, value]) => [name, Math.round(value * 100) / 100]);
  return Object.fromEntries(entries);
}
