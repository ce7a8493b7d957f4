import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startStack } from '../../local/stack.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { markdownUpload, varied } from '../support/articles.ts';
import { finish } from '../support/child.ts';

const [articles = 1000] = process.argv.slice(2).map(Number);
const root = await mkdtemp(join(tmpdir(), 'dropwire-bench-'));
const inbox = join(root, 'inbox');
await mkdir(inbox);
let ingested = 0;
let failed = 0;
/** Peak of memory while the first thousand were ingested, and from then on; megabytes. */
const peaks = { first: 0, later: 0 };
const note = () => {
  const megabytes = process.memoryUsage().rss / 1024 / 1024;
  const part = ingested <= 1000 ? 'first' : 'later';
  peaks[part] = Math.max(peaks[part], megabytes);
};
const stack = await startStack({
  dataDir: join(root, 'data'),
  inbox,
  port: 0,
  site: parseSiteSettings({ title: 'Bench' }),
  onBatch({ name, event, failed: ids }) {
    if (name === 'ingest') ingested += event.Records.length - ids.size;
    failed += ids.size;
    note();
  },
});
const sampling = setInterval(note, 50);

/** Conditional puts of small items, as many at once as the pipeline makes. */
async function conditionalPuts(count: number): Promise<number> {
  const startedAt = performance.now();
  await inParallel(16, Array.from({ length: count }).keys(), async (index) => {
    await stack.clients.dynamodb.send(
      new PutItemCommand({
        TableName: stack.resources.table,
        Item: { pk: { S: `BENCH#${startedAt}#${index}` }, sk: { S: 'BENCH' } },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  });
  return count / ((performance.now() - startedAt) / 1000);
}

try {
  const puts = [await conditionalPuts(2000)];
  const startedAt = performance.now();
  const before = process.cpuUsage();
  for (const section of ['news', 'culture', 'sport', 'opinion']) await mkdir(join(inbox, section));
  await inParallel(32, Array.from({ length: articles }).keys(), async (index) => {
    const facts = varied(index);
    await writeFile(join(inbox, facts.section, `${index}.md`), markdownUpload(index, 800, facts));
  });
  const deadline = startedAt + 60_000 + articles * 300;
  while (ingested < articles) {
    if (performance.now() > deadline) throw new Error(`Only ${ingested} of ${articles} files were ingested.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ingestedAt = performance.now();
  const rested = await stack.settled(600_000);
  const restedAt = performance.now();
  const seconds = (restedAt - startedAt) / 1000;
  const { user, system } = process.cpuUsage(before);
  puts.push(await conditionalPuts(2000));
  const head = (await (await fetch(`${stack.siteUrl}feed.json`)).json()) as { items: unknown[] };
  finish({
    articlesPerSecond: articles / seconds,
    secondsToRest: (restedAt - ingestedAt) / 1000,
    cpuMsPerArticle: (user + system) / 1000 / articles,
    putsPerSecond: Math.max(...puts),
    peaks,
    failed,
    whole: rested && head.items.length === Math.min(articles, 50),
  });
} finally {
  clearInterval(sampling);
  await stack.close();
  await rm(root, { recursive: true, force: true });
}
