import { checkSitemaps } from './check-sitemaps.ts';
import { type Appearance, type ExpectedArticle, expectedArticles } from './expected-articles.ts';
import { names, site } from './pipeline.ts';
import { entryIds, linkedPages, neighbourPages } from './site-reader.ts';
import { type FeedDocument, type FeedItem, SiteSnapshot } from './site-snapshot.ts';
import type { World } from './world.ts';

/** An article as it was found on the site, with the appearance it fits. */
interface Found extends FeedItem {
  feeds: string[];
}

/** Compares the site, at rest, with what editors did. @returns what is wrong with it, in words */
export function checkSite(world: World): string[] {
  const expected = expectedArticles(world.history, new Date(world.now).toISOString());
  return new SiteCheck(new SiteSnapshot(world.s3, names.site), expected, world.now).run();
}

class SiteCheck {
  readonly #site: SiteSnapshot;
  readonly #expected: Map<string, ExpectedArticle>;
  readonly #now: number;
  readonly #problems: string[] = [];

  constructor(snapshot: SiteSnapshot, expected: Map<string, ExpectedArticle>, now: number) {
    this.#site = snapshot;
    this.#expected = expected;
    this.#now = now;
  }

  run(): string[] {
    const found = this.#articles();
    const feeds = new Set(['', ...this.#site.feeds]);
    for (const { feeds: its } of found.values()) for (const feed of its) feeds.add(folderOf(feed));
    if (this.#site.documents.size > 0 || this.#expected.size > 0) {
      for (const folder of feeds) this.#checkFeed(folder, found);
    }
    this.#checkArticleDocuments(found);
    this.#checkNeighbours(found);
    const shown = [...found.values()];
    this.#problems.push(...checkSitemaps(this.#site.documents, shown, this.#now));
    return this.#problems;
  }

  #problem(text: string): void {
    this.#problems.push(text);
  }

  /** Every article that the feed of everything shows, each compared with what it must be. */
  #articles(): Map<string, Found> {
    const found = new Map<string, Found>();
    for (const item of this.#walk('').flatMap(({ items }) => items)) {
      const fitting = this.#expected.get(item.id)?.appearances.find((appearance) => fits(appearance, item));
      if (fitting) found.set(item.id, { ...item, feeds: fitting.feeds });
      else this.#problem(`shown: ${describe(item)}; expected: ${this.#describeExpected(item.id)}`);
    }
    for (const [id, { optional }] of this.#expected) {
      if (!optional && !found.has(id)) this.#problem(`lost: ${this.#describeExpected(id)}`);
    }
    return found;
  }

  /** The documents of a feed from its head to its oldest page, by links alone. */
  #walk(folder: string): FeedDocument[] {
    const documents: FeedDocument[] = [];
    const seen = new Set<string>();
    for (let key: string | undefined = `${folder}feed.json`; key !== undefined; ) {
      if (seen.has(key)) {
        this.#problem(`${key} is linked in a circle`);
        return documents;
      }
      seen.add(key);
      const document = this.#site.feed(key);
      if (!document) {
        if (documents.length > 0 || folder !== '' || this.#expected.size > 0)
          this.#problem(`${key} is missing`);
        return documents;
      }
      this.#checkOtherFormats(key, document);
      documents.push(document);
      key = document.next;
    }
    return documents;
  }

  #checkFeed(folder: string, found: Map<string, Found>): void {
    const order = [...found.values()]
      .filter(({ feeds }) => feeds.some((feed) => folderOf(feed) === folder))
      .sort((a, b) => (`${a.published} ${a.id}` < `${b.published} ${b.id}` ? 1 : -1));
    const [head, ...pages] = this.#walk(folder);
    if (!head) return;
    const ids = order.map(({ id }) => id);
    this.#same(
      `${folder} head`,
      head.items.map(({ id }) => id),
      headOf(order),
    );
    const archived = pages.flatMap(({ items }) => items.map(({ id }) => id));
    const start = ids.length - archived.length;
    if (start > site.feedSize)
      this.#problem(`${folder}: the archive leaves out entries that the head doesn't hold`);
    this.#same(`${folder} archive`, archived, ids.slice(Math.max(0, start)));
    for (const item of [head, ...pages].flatMap(({ items }) => items)) {
      const { title, updated, url } = found.get(item.id) ?? {};
      if (found.has(item.id) && (title !== item.title || updated !== item.updated || url !== item.url)) {
        this.#problem(`${folder} shows another version of ${describe(item)}`);
      }
    }
    for (const id of head.withdrawn) if (found.has(id)) this.#problem(`${folder} calls ${id} withdrawn`);
  }

  /** The other formats hold the same entries and link to the same page. */
  #checkOtherFormats(key: string, { items, next }: FeedDocument): void {
    const ids = items.map(({ id }) => id);
    for (const name of ['rss.xml', 'atom.xml', 'index.html']) {
      const other = key.replace('feed.json', name);
      const body = this.#site.documents.get(other);
      if (body === undefined) {
        this.#problem(`${other} is missing`);
        continue;
      }
      this.#same(other, entryIds(other, body), ids);
      this.#same(
        `links of ${other}`,
        linkedPages(other, body),
        next ? [next.replace('feed.json', name)] : [],
      );
    }
  }

  /** Every page leads to the articles before and after it. */
  #checkNeighbours(found: Map<string, Found>): void {
    const order = [...found.values()].sort((a, b) =>
      `${a.published} ${a.id}` < `${b.published} ${b.id}` ? -1 : 1,
    );
    for (const [index, { url, id }] of order.entries()) {
      const key = `${pathOf(url)}index.html`;
      const wanted = [order[index - 1], order[index + 1]].map((other) => other && pathOf(other.url));
      const actual = neighbourPages(this.#site.documents.get(key) ?? '');
      const leads = (pages: (string | undefined)[]) => pages.map((page) => page ?? 'nothing').join(' and ');
      if (leads(actual) !== leads(wanted)) {
        this.#problem(`the page of ${short(id)} leads to ${leads(actual)} instead of ${leads(wanted)}`);
      }
    }
  }

  #checkArticleDocuments(found: Map<string, Found>): void {
    const due = new Set<string>();
    for (const { id, url, title } of found.values()) {
      const folder = pathOf(url);
      for (const name of ['index.html', 'article.json', 'article.md', 'ninjs.json']) {
        due.add(folder + name);
        const body = this.#site.documents.get(folder + name);
        if (!body?.includes(title.replace('Story ', '')))
          this.#problem(`${folder}${name} does not show ${id}`);
      }
    }
    for (const [key, body] of this.#site.documents) {
      if (!key.startsWith('articles/')) continue;
      const gone = this.#site.gone.has(key);
      if (due.has(key) && gone) this.#problem(`${key} calls an article withdrawn that is shown`);
      if (!due.has(key) && !gone) this.#problem(`${key} should not be there`);
      if (gone && /mk\d{4}|Story|Text of/.test(body)) this.#problem(`${key} tells what was withdrawn`);
    }
  }

  #same(what: string, actual: string[], wanted: string[]): void {
    if (actual.join() !== wanted.join()) {
      this.#problem(`${what} holds [${actual.map(short)}] instead of [${wanted.map(short)}]`);
    }
  }

  #describeExpected(id: string): string {
    const { appearances = [] } = this.#expected.get(id) ?? {};
    const texts = appearances.map(
      ({ key, marker, published, updated }) =>
        `${short(id)} ${key} ${marker} published ${[...published]} updated ${[...updated]}`,
    );
    return texts.join(' or ') || 'nothing';
  }
}

/** The newest entries, then older ones that were corrected since the oldest of them appeared. */
function headOf(order: Found[]): string[] {
  const newest = order.slice(0, site.feedSize);
  const since = newest.length < site.feedSize ? '' : (newest.at(-1)?.published ?? '');
  const corrected = order
    .slice(newest.length)
    .filter(({ published, updated }) => updated > published && updated >= since);
  return [...newest, ...corrected].map(({ id }) => id);
}

function fits({ marker, published, updated }: Appearance, item: FeedItem): boolean {
  return item.title === `Story ${marker}` && published.has(item.published) && updated.has(item.updated);
}

const pathOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));
const folderOf = (feed: string): string => (feed === 'all' ? '' : `${feed}/`);
const short = (id: string): string => id.slice(0, 8);
const describe = ({ id, title, published, updated }: FeedItem): string =>
  `${short(id)} ${title} published ${published} updated ${updated}`;
