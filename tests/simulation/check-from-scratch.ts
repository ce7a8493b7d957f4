import type { SQSRecord } from 'aws-lambda';
import type { Clock } from '../../shared/clock.ts';
import { EmptySite, names, publishFunction } from './pipeline.ts';
import { keyOf, SiteSnapshot } from './site-snapshot.ts';
import type { World } from './world.ts';

const scratch = 'scratch';

/**
 * Publishes the whole catalog onto an empty site, undisturbed, and compares byte by byte: what many hands made in
 * any order must be what one hand makes at once, with nothing left over. The change log is history, and not compared.
 */
export async function checkFromScratch(world: World): Promise<string[]> {
  world.s3.addBucket(scratch);
  const problems: string[] = [];
  const clock: Clock = { now: () => world.now, sleep: async () => {} };
  const invoke = publishFunction(
    {
      s3: world.s3.client(),
      dynamodb: world.dynamodb.client(),
      sqs: world.sqs.client(),
      clock,
      log: { error: (_message, { error }) => void problems.push(`publishing from scratch failed: ${error}`) },
    },
    scratch,
    EmptySite,
  );
  const articles = articleIds(world);
  const feeds = world.searched ? ['all', ...feedsNoted(world)] : [];
  const sitemaps = world.searched ? monthsNoted(world) : [];
  const body = JSON.stringify({ articles, feeds, sitemaps, news: true });
  await invoke([{ messageId: 'all', body } as SQSRecord]);
  const wanted = new SiteSnapshot(world.s3, scratch, /^(?!changes)/).documents;
  const actual = new SiteSnapshot(world.s3, names.site, /^(?!changes)/).documents;
  forgetEmptyMonths(actual, wanted);
  for (const [key, body] of wanted) {
    if (!actual.has(key)) problems.push(`${key} is missing`);
    else if (listsFeeds.has(key) ? !sameFeeds(key, actual, wanted) : actual.get(key) !== body)
      problems.push(`${key} differs from what the catalog calls for`);
  }
  for (const key of actual.keys()) if (!wanted.has(key)) problems.push(`${key} is left over`);
  return problems;
}

/**
 * The store holds every revision that the catalog claims, and none that it claimed once and gave up. A revision whose
 * handler died before the catalog heard of it may stay, since nobody can ever see it, until drift was looked for.
 */
export function checkStore(world: World): string[] {
  const wanted = new Set<string>();
  for (const { item, sk } of world.dynamodb.table(names.table).items()) {
    if (sk !== 'ARTICLE') continue;
    for (const claim of Object.values(item.claims?.M ?? {})) {
      wanted.add(`revisions/${item.id?.S}/${claim.M?.revision?.S}.json`);
    }
  }
  const actual = new Set([...world.s3.bucket(names.store).current()].map(([key]) => key));
  const missing = [...wanted].filter((key) => !actual.has(key)).map((key) => `the store lacks ${key}`);
  const left = [...actual]
    .filter((key) => !wanted.has(key) && (world.searched || world.catalogWatch.everClaimed.has(key)))
    .map((key) => `the store still holds ${key}`);
  return [...missing, ...left];
}

/** The sitemap of a month stays when all its articles have left; who comes later has no reason to make one. */
function forgetEmptyMonths(actual: Map<string, string>, wanted: Map<string, string>): void {
  const frontPageOnly = /<urlset[^>]*>\n<url><loc>[^<]*\.example\/<\/loc>\n<\/url>\n<\/urlset>\n$/;
  for (const [key, body] of actual) {
    const isEmptyMonth = /^sitemaps\/\d{4}-\d{2}\.xml$/.test(key) && frontPageOnly.test(body);
    if (!isEmptyMonth || wanted.has(key)) continue;
    actual.delete(key);
    const entry = new RegExp(`<sitemap><loc>[^<]*/${key.replace('.', '\\.')}</loc></sitemap>\n`);
    actual.set('sitemap.xml', (actual.get('sitemap.xml') ?? '').replace(entry, ''));
  }
}

/** Documents that list the feeds of the catalog. */
const listsFeeds = new Set(['feeds.opml', 'sitemaps/feeds.xml']);

/**
 * Whether such documents of two sites list the same of the feeds that exist. A feed is noted in the catalog before its first article
 * is: where that article never came, one may list it and the other not yet.
 */
function sameFeeds(key: string, a: Map<string, string>, b: Map<string, string>): boolean {
  const listed = (documents: Map<string, string>): string => {
    const addresses = (documents.get(key) ?? '').matchAll(/(?: xmlUrl="|<loc>)([^"<]+)/g);
    return [...addresses]
      .flatMap(([, address = '']) =>
        a.has(keyOf(address).replace(/(^|\/)$/, '$1index.html')) ? [address] : [],
      )
      .join(' ');
  };
  return listed(a) === listed(b);
}

/** The search for drift sees to every feed that the catalog has noted, also where no article came of it. */
function feedsNoted(world: World): string[] {
  return [...world.dynamodb.table(names.table).items()]
    .filter(({ pk }) => pk === 'FEEDS')
    .flatMap(({ sk }) => (sk === 'all' ? [] : [sk]));
}

/** The search for drift sees to the sitemap of every month that the catalog has noted. */
function monthsNoted(world: World): string[] {
  return [...world.dynamodb.table(names.table).items()]
    .filter(({ pk, sk }) => pk === 'FEED#all' && sk.startsWith('MONTH#'))
    .map(({ sk }) => sk.slice('MONTH#'.length));
}

function articleIds(world: World): string[] {
  return [...world.dynamodb.table(names.table).items()]
    .filter(({ sk }) => sk === 'ARTICLE')
    .map(({ item }) => item.id?.S ?? '');
}
