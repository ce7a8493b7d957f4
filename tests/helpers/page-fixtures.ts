import { readdir, readFile } from 'node:fs/promises';
import { parseHTML } from 'linkedom';
import { parseHtml } from '../../shared/article/html/parse-html.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';

/** Below it a folder for each page: source.html, and expected.json with what is to be found in it. */
export const pageFixtures = new URL('../fixtures/html/', import.meta.url);

/** What is found in a page; members that it doesn't state are absent. */
export interface FoundInPage {
  title?: string;
  authors: string[];
  published?: string;
  updated?: string;
  language?: string;
  section?: string;
  tags?: string[];
  canonicalUrl?: string;
  /** Absent where it is the canonical address. */
  baseUrl?: string;
  summary?: string;
  image?: string;
  /** Addresses of the pictures in the body; absent without any. */
  images?: string[];
  /** Lines of the body: a line for each block that holds text itself. */
  text: string[];
}

/** Elements whose text makes lines of its own. */
const blocks = 'p,h2,h3,h4,li,td,th,pre,figcaption,blockquote,math,div,section';

/** Reads a page of the fixtures, its body by another parser. */
export async function findInPage(name: string): Promise<FoundInPage> {
  const html = await readFile(new URL(`${name}/source.html`, pageFixtures), 'utf8');
  const site = parseSiteSettings({ title: 'Test site' });
  const parsed = parseHtml(html, { key: 'inbox/page.html', site });
  const { document } = parseHTML(`<html><body><div>${parsed.html}</div></body></html>`);
  const images = [...document.querySelectorAll('img')].map((image) => image.getAttribute('src') ?? '');
  const { title, authors, published, updated, language, section, tags, canonicalUrl, baseUrl } = parsed;
  const found: FoundInPage = {
    title: title?.value,
    authors: authors?.value.map((author) => author.name) ?? [],
    published: published?.value,
    updated: updated?.value,
    language: language?.value,
    section: section?.value,
    tags: tags?.value,
    canonicalUrl: canonicalUrl?.value,
    baseUrl: baseUrl === canonicalUrl?.value ? undefined : baseUrl,
    summary: parsed.summary?.value,
    image: parsed.image?.value.url,
    images: images.length > 0 ? images : undefined,
    text: [...document.querySelectorAll(blocks)]
      .filter((element) => element.querySelector(blocks) === null)
      .map((element) => (element.textContent ?? '').replace(/\s+/g, ' ').trim())
      .filter((line) => line !== ''),
  };
  return JSON.parse(JSON.stringify(found)) as FoundInPage;
}

/** Names of the pages, which are their folders. */
export async function pageFixtureNames(): Promise<string[]> {
  return (await readdir(pageFixtures)).sort();
}
