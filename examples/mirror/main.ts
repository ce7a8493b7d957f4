import { parseArgs } from 'node:util';
import { DropwireClient } from 'dropwire/client';
import { Mirror } from './mirror.ts';
import { Store } from './store.ts';

/**
 * Copies a site into an SQLite file and keeps the copy in step:
 * `npx node examples/mirror/main.ts http://127.0.0.1:8400/ copy.db [--once]`
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { once: { type: 'boolean', default: false } },
});
const [siteUrl, file] = positionals;
if (siteUrl === undefined || file === undefined) {
  process.stderr.write('Say which site, and where to: main.ts SITE-URL FILE [--once]\n');
  process.exit(2);
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const store = new Store(file);
try {
  const mirror = new Mirror(new DropwireClient(siteUrl), store, stop.signal);
  const changes = await mirror.catchUp();
  process.stdout.write(`${store.articles().length} articles, ${changes} changes followed\n`);
  if (!values.once) await mirror.follow();
} catch (error) {
  if (!stop.signal.aborted) throw error;
} finally {
  store.close();
}
