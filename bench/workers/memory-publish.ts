import { publish } from '../../functions/publish/publish.ts';
import { Revisions } from '../../functions/publish/revisions.ts';
import { SiteObjects } from '../../functions/publish/site-objects.ts';
import type { S3 } from '../../shared/clients.ts';
import { objectBody } from '../../tests/helpers/models/s3/object-body.ts';
import { s3Error } from '../../tests/helpers/models/service-error.ts';
import { clientOf, operationOf } from '../../tests/helpers/models/service-model.ts';
import { PublishingBench } from '../../tests/helpers/publishing.ts';
import { finish } from '../support/child.ts';
import { fillCatalog, idOf } from '../support/large-feed.ts';
import { longArticle } from '../support/sample-view.ts';

const [entries = 200, bytesEach = 20_000] = process.argv.slice(2).map(Number);
const bench = new PublishingBench({ feedSize: entries });
fillCatalog(bench, entries);
let written = 0;

/** A store that makes revisions as they are asked for and a site that keeps nothing: only the publisher's own memory counts. */
const s3 = clientOf<S3>((command) => {
  const { Key = '', Body } = command.input as { Key?: string; Body?: string };
  const operation = operationOf(command);
  if (operation === 'PutObject') {
    written += Buffer.byteLength(Body ?? '');
    return {};
  }
  if (operation !== 'GetObject') throw s3Error('NotFound', 404, 'There is none.');
  const index = Number.parseInt(Key.split('/').at(-2)?.slice(-12) ?? '0', 16);
  const { url: _url, ...article } = longArticle(index, bytesEach);
  return { Body: objectBody(Buffer.from(JSON.stringify({ ...article, id: idOf(index) }))) };
});
const deps = {
  ...bench.deps,
  s3,
  site: new SiteObjects(s3, 'site'),
  revisions: new Revisions(s3, 'store', bench.deps.config.siteUrl),
};
const atStart = process.resourceUsage().maxRSS;
const before = process.cpuUsage();
const { failures } = await publish(deps, { feeds: ['all'] });
for (const error of failures.values()) throw error;
const { user, system } = process.cpuUsage(before);
finish({
  peakKB: process.resourceUsage().maxRSS,
  atStartKB: atStart,
  written,
  cpuMs: (user + system) / 1000,
});
