import { describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import type { Article } from '../../../shared/article/schema.ts';
import { Timeline } from '../../../shared/catalog/timeline.ts';
import { readSurroundings } from '../../../shared/feeds/neighbours.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

const at = (day: string) => `2026-${day}T08:00:00.000Z`;

/** Titles that the page of each article leads to, in the order in which they were put there: before, after. */
class Newsroom extends PublishingBench {
  readonly #paths = new Map<string, string>();

  async release(name: string, day: string, changes: Partial<Article> = {}): Promise<void> {
    const key = `news/${name}.md`;
    const article = sampleArticle(key, { title: name, published: at(day), ...changes });
    const id = await this.put(key, article);
    await this.publish([id]);
    const path = (await this.deps.catalog.readArticle(id))?.path;
    if (path !== undefined) this.#paths.set(name, path);
  }

  async withdraw(name: string): Promise<void> {
    await this.publish([await this.put(`news/${name}.md`, undefined)]);
  }

  /** Names of the articles before and after; an address that leads elsewhere is given as it is. */
  around(name: string): (string | undefined)[] {
    const text = this.read(`${this.#paths.get(name)}index.html`) ?? '';
    const { document } = parseHTML(text);
    return ['prev', 'next'].map((rel) => {
      const link = document.querySelector(`nav.neighbours a[rel=${rel}]`);
      const shown = link?.querySelector('bdi')?.textContent ?? undefined;
      const target = link?.getAttribute('href')?.slice(1);
      return shown === undefined || target === this.#paths.get(shown) ? shown : target;
    });
  }

  /** When the page was written last, milliseconds since the epoch. */
  writtenAt(name: string): number | undefined {
    return this.s3
      .bucket('site')
      .newest(`${this.#paths.get(name)}index.html`)
      ?.lastModified.getTime();
  }
}

describe('the page of an article leads to those before and after it', () => {
  test('whichever comes first, also from one month to the next', async () => {
    const news = new Newsroom();
    await news.release('only', '03-31');
    expect(news.around('only')).toEqual([undefined, undefined]);
    await news.release('newest', '06-01');
    await news.release('oldest', '01-15');
    await news.release('between', '04-10');
    expect(news.around('oldest')).toEqual([undefined, 'only']);
    expect(news.around('only')).toEqual(['oldest', 'between']);
    expect(news.around('between')).toEqual(['only', 'newest']);
    expect(news.around('newest')).toEqual(['between', undefined]);
  });

  test('after one of them was withdrawn, came back, or got another title', async () => {
    const news = new Newsroom();
    for (const [name, day] of [['a', '03-01'], ['b', '03-02'], ['c', '03-03']] as const) await news.release(name, day); // biome-ignore format: one line is enough
    await news.withdraw('b');
    expect([news.around('a'), news.around('c')]).toEqual([
      [undefined, 'c'],
      ['a', undefined],
    ]);
    await news.release('b', '03-02');
    expect([news.around('a')[1], news.around('c')[0]]).toEqual(['b', 'b']);
    await news.release('b', '03-02', { title: 'Better words' });
    expect(news.around('a')[1]).toMatch(/^articles\/2026\/03\//);
    expect(news.read(`${news.around('a')[1]}index.html`)).toContain('<h1>Better words</h1>');
  });

  test('when it moves to another date, at both places', async () => {
    const news = new Newsroom();
    for (const [name, day] of [['a', '03-01'], ['b', '03-02'], ['c', '03-03'], ['d', '03-04']] as const) await news.release(name, day); // biome-ignore format: one line is enough
    await news.release('b', '03-05');
    expect(['a', 'c', 'd', 'b'].map((name) => news.around(name))).toEqual([
      [undefined, 'c'],
      ['a', 'd'],
      ['c', 'b'],
      ['d', undefined],
    ]);
  });

  test('many that come at once lead to each other', async () => {
    const news = new Newsroom();
    await news.release('first', '03-01');
    const ids: string[] = [];
    for (const [name, day] of [
      ['y', '03-03'],
      ['x', '03-02'],
      ['z', '03-04'],
    ] as const) {
      ids.push(await news.put(`news/${name}.md`, sampleArticle(`news/${name}.md`, { title: name, published: at(day) }))); // biome-ignore format: one line is enough
    }
    await news.publish(ids);
    const pages = news.siteKeys().filter((key) => /^articles\/.*index\.html$/.test(key));
    const titles = pages.map((key) => {
      const { document } = parseHTML(news.read(key) ?? '');
      return [...document.querySelectorAll('nav.neighbours bdi, h1')].map(({ textContent }) => textContent);
    });
    expect(titles.sort()).toEqual([['first', 'x'], ['x', 'first', 'y'], ['y', 'x', 'z'], ['z', 'y']]); // biome-ignore format: one line is enough
  });

  test('never to a draft', async () => {
    const news = new Newsroom();
    await news.release('a', '03-01');
    await news.release('hidden', '03-02', { draft: true });
    await news.release('c', '03-03');
    expect(news.around('a')).toEqual([undefined, 'c']);
    expect(news.around('c')).toEqual(['a', undefined]);
  });
});

test('a correction that leaves the title alone writes no page but its own', async () => {
  const news = new Newsroom();
  for (const [name, day] of [['a', '03-01'], ['b', '03-02'], ['c', '03-03']] as const) await news.release(name, day); // biome-ignore format: one line is enough
  const before = ['a', 'c'].map((name) => news.writtenAt(name));
  news.now += 60_000;
  await news.release('b', '03-02', {
    content: { html: '<p>New text</p>', markdown: 'New', text: 'New text' },
  });
  expect(['a', 'c'].map((name) => news.writtenAt(name))).toEqual(before);
  expect(news.writtenAt('b')).toBe(news.now);
});

test('surroundings are found beside corrections and withdrawals, however many stand there', async () => {
  const bench = new PublishingBench();
  const put = (name: string, day: string, changes: Partial<Article> = {}) =>
    bench.put(`news/${name}.md`, sampleArticle(`news/${name}.md`, { published: at(day), ...changes }));
  const left = await put('left', '02-01');
  const id = await put('here', '03-10');
  for (let index = 0; index < 20; index++) {
    bench.now = Date.parse(at('03-05'));
    await put(`old${index}`, '01-01', { updated: at('03-05') });
    await put(`gone${index}`, '01-02');
    await bench.put(`news/gone${index}.md`, undefined);
  }
  bench.now = Date.parse(at('06-01'));
  const right = await put('right', '05-01');
  const timeline = new Timeline(bench.deps.dynamodb, 'catalog', 'all');
  const found = await readSurroundings(timeline, { id, published: at('03-10') });
  expect([found.older?.id, found.entry?.id, found.newer?.id]).toEqual([left, id, right]);
  const nobody = await readSurroundings(timeline, { id: right, published: at('03-10') });
  expect(nobody.entry).toBeUndefined();
});
