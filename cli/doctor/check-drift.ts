import { listArticles } from '../articles/list-articles.ts';
import type { Stack } from '../stack/stack.ts';
import { allObjects, listUploads } from '../status/list-uploads.ts';
import { plural } from '../terminal.ts';
import type { FeedReport } from '../validate/validate-feed.ts';
import { type Finding, ok, problem, reasonOf, warning } from './finding.ts';

/** How the site is looked at. */
export interface SiteLook {
  validate(address: string): Promise<FeedReport>;
  /** Whether readers get this version of an article. */
  isLive(article: { url?: string; updated?: string }): Promise<boolean>;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Uploads and articles that are compared; the daily round of reconciling looks at all of them. */
const looked = { uploads: 1000, articles: 20 } as const;

/** Longest that an upload usually waits. What came since is no drift, whatever became of it. */
const patienceMs = 10 * 60_000;

/** Compares inbox, catalog and site where differences would show first. */
export async function checkDrift(stack: Stack, look: SiteLook): Promise<Finding[]> {
  const guarded = async (check: string, work: () => Promise<Finding>): Promise<Finding> => {
    try {
      return await work();
    } catch (error) {
      return warning(check, `It could not be compared: ${reasonOf(error)}`, 'See the findings above.');
    }
  };
  return [
    await guarded('uploads', () => checkUploads(stack, look.now)),
    await guarded('articles', () => checkArticles(stack, look)),
    ...(await Promise.all(
      ['feed.json', 'rss.xml', 'atom.xml'].map((name) => guarded(name, () => checkFeed(stack, name, look))),
    )),
  ];
}

async function checkUploads(stack: Stack, now: number): Promise<Finding> {
  const objects = [...(await allObjects(stack.clients.s3, stack.inboxBucket)).values()];
  const oldest = new Date(now - patienceMs).toISOString();
  const newestFirst = objects.sort((a, b) => ((a.lastModified ?? '') < (b.lastModified ?? '') ? 1 : -1));
  const { settled = [], recent = [] } = Object.groupBy(newestFirst, ({ lastModified = '' }) =>
    lastModified < oldest ? 'settled' : 'recent',
  );
  // However many came just now: those that should have been dealt with are looked at first.
  const keys = [...settled.slice(0, looked.uploads), ...recent]
    .slice(0, looked.uploads)
    .map(({ key }) => key);
  const uploads = await listUploads(stack, keys);
  const unfinished = uploads.filter(({ state }) => state === 'waiting');
  const fresh = new Set(recent.map(({ key }) => key));
  const waiting = unfinished.filter(({ key }) => !fresh.has(key));
  const rejected = uploads.filter(({ state }) => state === 'rejected').length;
  if (waiting.length > 0) {
    return problem(
      'uploads',
      `${plural(waiting.length, 'upload')} waiting for more than ten minutes, as ${waiting[0]?.key}`,
      'If the queues are empty, their events were lost: "dropwire backfill".',
    );
  }
  const rejections = rejected > 0 ? `; ${rejected} of them rejected ("dropwire list --status rejected")` : '';
  const onTheirWay = unfinished.length > 0 ? `; ${unfinished.length} on their way since just now` : '';
  const done = uploads.length - unfinished.length;
  return ok(
    'uploads',
    objects.length === 0
      ? 'The inbox is empty'
      : `${done} of the newest ${uploads.length} uploads have been dealt with${onTheirWay}${rejections}`,
  );
}

async function checkArticles(stack: Stack, { isLive }: SiteLook): Promise<Finding> {
  const missing: string[] = [];
  let count = 0;
  for await (const line of listArticles(stack, { status: 'published', feed: 'all' })) {
    if (!('url' in line)) continue;
    count += 1;
    if (!(await isLive(line))) missing.push(line.url ?? line.id);
    if (count >= looked.articles) break;
  }
  if (missing.length === 0)
    return ok('articles', `The newest ${count} articles are on the site as the catalog has them`);
  return problem(
    'articles',
    `${missing.length} of the newest ${count} articles are not on the site as the catalog has them, as ${missing[0]}`,
    'If the publish queue is empty: "dropwire rebuild". On AWS a change may take a minute to reach every reader.',
  );
}

async function checkFeed({ siteUrl }: Stack, name: string, { validate }: SiteLook): Promise<Finding> {
  const { ok: isValid, problems, entries } = await validate(siteUrl + name);
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (isValid) return ok(name, `${siteUrl}${name} is valid, with ${entries ?? 0} entries`);
  if (first?.rule === 'http-status') {
    return warning(
      name,
      `${siteUrl}${name}: ${first.message}`,
      'Before the first article, and when "formats" leaves it out, that is right; else "dropwire rebuild".',
    );
  }
  return problem(name, `${siteUrl}${name}: ${first?.message}`, `See "dropwire validate ${siteUrl}${name}".`);
}
