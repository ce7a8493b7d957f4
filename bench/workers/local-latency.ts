import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { startStack } from '../../local/stack.ts';
import { queueSettings } from '../../shared/resources/settings.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { markdownUpload } from '../support/articles.ts';
import { finish } from '../support/child.ts';
import { SameCalls } from '../support/same-calls.ts';

const [samples = 20] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'dropwire-bench-'));
const site = parseSiteSettings({ title: 'Bench' });
const stack = await startStack({ dataDir: folder, port: 0, site });
const facts = { author: 'Ada Marsh', tags: [] };
const ours: number[] = [];
const alternative: number[] = [];
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** From the upload until the head holds the article, asked for every ten milliseconds. */
async function uploadToVisible(index: number): Promise<number> {
  const startedAt = performance.now();
  const Bucket = stack.resources.buckets.inbox;
  const name = `visible-${index}`;
  const Body = markdownUpload(index, 1500, facts).replace(/^title: .*$/m, `title: ${name}`);
  await stack.clients.s3.send(new PutObjectCommand({ Bucket, Key: `${name}.md`, Body }));
  for (;;) {
    const head = await (await fetch(`${stack.siteUrl}feed.json`)).text();
    if (head.includes(`"${name}"`)) return performance.now() - startedAt;
    await pause(10);
  }
}

try {
  const calls = new SameCalls(stack);
  await calls.prepare();
  // The first ones load parsers and fill caches; they don't count.
  for (let index = -2; index < samples; index++) {
    const visible = await uploadToVisible(index + 2);
    await stack.settled(30_000);
    const floor = queueSettings.publish.batchingWindowSeconds * 1000 + (await calls.once(index + 2));
    if (index < 0) continue;
    ours.push(visible);
    alternative.push(floor);
  }
} finally {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
}
finish({ ours, alternative });
