import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '../../tests/helpers/simulation/random.ts';
import { Furniture } from './own-pages/furniture.ts';
import { type Layout, layouts } from './own-pages/layouts.ts';
import { type MadeArticle, madeArticle, truthOf } from './own-pages/made-article.ts';
import type { Truth } from './page-set.ts';

const fixtures = fileURLToPath(new URL('../../tests/fixtures/html/', import.meta.url));

/** Pages of a set made up here. */
export const ownPageCount = 200;

/**
 * Writes a page set of pages made up for it, the same in every run: the fixtures of the tests, and pages of several
 * layouts and languages around sentences without sense. They are tidier than pages of the web, so quality measured on
 * them says little about it; what they do show is speed, memory and gross mistakes.
 */
export async function writeOwnPages(folder: string, pages = ownPageCount): Promise<void> {
  await mkdir(join(folder, 'pages'), { recursive: true });
  const truths = await copyFixtures(folder);
  const random = new Random(20_261);
  for (let index = truths.length; index < pages; index += 1) {
    const id = `made-${String(index).padStart(3, '0')}`;
    const article = madeArticle(random);
    const layout = layouts[index % layouts.length];
    if (layout === undefined) throw new RangeError('There are no layouts.');
    const html = layout.draw(article, new Furniture(random, article));
    await writeFile(join(folder, 'pages', `${id}.html`), html);
    truths.push(truthOf(id, `https://quay.example/story/${id}`, stated(article, layout)));
  }
  await writeFile(join(folder, 'gold.ndjson'), truths.map((truth) => `${JSON.stringify(truth)}\n`).join(''));
}

const stated = (article: MadeArticle, { omits = [] }: Layout): MadeArticle => ({
  ...article,
  ...(omits.includes('authors') && { authors: [] }),
  ...(omits.includes('published') && { published: undefined }),
});

interface Expected {
  title: string;
  authors: string[];
  published?: string;
  text: string[];
}

async function copyFixtures(folder: string): Promise<Truth[]> {
  const truths: Truth[] = [];
  for (const id of (await readdir(fixtures)).sort()) {
    const expected = JSON.parse(await readFile(join(fixtures, id, 'expected.json'), 'utf8')) as Expected;
    await writeFile(join(folder, 'pages', `${id}.html`), await readFile(join(fixtures, id, 'source.html')));
    const { title, authors, published = null, text } = expected;
    truths.push({
      id,
      url: `https://gazette.example/${id}`,
      title,
      author: authors,
      date: published,
      text: text.join('\n'),
    });
  }
  return truths;
}
