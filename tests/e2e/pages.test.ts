import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { contentSecurityPolicy } from '../../shared/edge/headers.ts';
import { expectAccessible, launchChromium } from './chromium.ts';
import { demoPages } from './demo-pages.ts';

let browser: Browser;
let server: Server;
let origin = '';
let pages = new Map<string, { type: string; body: string }>();

beforeAll(async () => {
  server = createServer(({ url = '/' }, response) => {
    const page = pages.get(url);
    response.writeHead(page ? 200 : 404, {
      'content-type': page?.type ?? 'text/plain',
      'content-security-policy': contentSecurityPolicy,
    });
    response.end(page?.body ?? 'missing');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pages = demoPages(`${origin}/`);
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

const paths = [
  '/',
  '/archive/2026-02/',
  '/tags/winter/',
  '/tags/empty/',
  '/404.html',
  '/essay/',
  '/persian/',
  '/words/',
  '/arabic-site/',
  '/themed/',
  '/themed/essay/',
  '/extension/',
  '/gone/',
];
const looks: [string, BrowserContextOptions][] = [
  ['wide and light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['narrow and dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
];

/** Opens a page and gives it to the visitor, with what it complained about and asked for. */
async function visit(
  path: string,
  options: BrowserContextOptions,
  look: (page: Page, seen: { complaints: string[]; requests: string[] }) => Promise<void>,
) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const seen = { complaints: [] as string[], requests: [] as string[] };
    page.on('console', (message) => seen.complaints.push(message.text()));
    page.on('pageerror', (error) => seen.complaints.push(String(error)));
    page.on('request', (request) => seen.requests.push(request.url()));
    await page.goto(origin + path, { waitUntil: 'load' });
    await look(page, seen);
  } finally {
    await context.close();
  }
}

describe.each(looks)('pages, %s', (_, options) => {
  test.each(paths)('%s: accessible by axe-core', async (path) => {
    // The page's own policy would keep the tester out as well; nothing on the page is any different for it.
    await visit(path, { ...options, bypassCSP: true }, expectAccessible);
  });

  test.each(paths)('%s: fits, loads nothing foreign, breaks no policy', async (path) => {
    await visit(path, options, async (page, { complaints, requests }) => {
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:'))).toEqual([]);
      expect(pages.get(path)?.body.length).toBeLessThan(30_000);
      // One request for the page; all others are its pictures, each once.
      const others = requests.slice(1).filter((url) => !url.startsWith('data:'));
      expect(others.filter((url) => !url.startsWith(`${origin}/media/`))).toEqual([]);
      expect(new Set(others).size).toBe(others.length);
    });
  });
});

test('a theme’s colours apply in their scheme, its font and logo in both', async () => {
  const background = 'getComputedStyle(document.body).backgroundColor';
  await visit('/themed/', { colorScheme: 'light' }, async (page) => {
    expect(await page.evaluate(background)).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('getComputedStyle(document.body).fontFamily')).toMatch(/^Georgia/);
    expect(await page.evaluate('document.querySelector(".masthead img").naturalWidth')).toBeGreaterThan(0);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.querySelector(".kicker")).color')).toBe(
      'rgb(0, 0, 0)',
    );
    expect(await page.locator('#subscribe').isVisible()).toBe(false);
  });
  await visit('/themed/', { colorScheme: 'dark' }, async (page) => {
    expect(await page.evaluate(background)).toBe('rgb(11, 22, 32)');
  });
});

test('a table that is too wide is scrolled with the keyboard', async () => {
  await visit('/words/', { viewport: { width: 360, height: 640 } }, async (page) => {
    await page.locator('.scroll').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction('document.querySelector(".scroll").scrollLeft > 0');
  });
});

test('JSON-LD is there as data, and the style applies, under a policy without scripts', async () => {
  await visit('/essay/', {}, async (page) => {
    const data = await page.locator('script[type="application/ld+json"]').textContent();
    expect(JSON.parse(data ?? '')).toMatchObject({ '@type': 'NewsArticle', inLanguage: 'en' });
    const background = 'getComputedStyle(document.body).backgroundColor';
    expect(await page.evaluate(background)).toBe('rgb(253, 252, 250)');
  });
});

test('follows the colour scheme and the direction of the text', async () => {
  await visit('/persian/', { colorScheme: 'dark' }, async (page) => {
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(23, 24, 26)');
    const styleOf = 'getComputedStyle(document.querySelector("blockquote"))';
    expect(await page.evaluate(`${styleOf}.borderRightWidth`)).toBe('3px');
    expect(await page.evaluate(`${styleOf}.direction`)).toBe('rtl');
    // Each at its end of the line, though both are in the language of the site.
    const left = (link: number) =>
      page.evaluate(`document.querySelectorAll('.masthead a')[${link}].getBoundingClientRect().left`);
    expect(await left(1)).toBeLessThan(Number(await left(0)) - 300);
  });
});

test('the first key press reaches the skip link, and it leads to the text', async () => {
  await visit('/essay/', {}, async (page) => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#site-main');
  });
});

test('one click selects the whole address of a feed', async () => {
  await visit('/', {}, async (page) => {
    await page.locator('#subscribe code').first().click();
    expect(await page.evaluate('getSelection().toString()')).toBe(`${origin}/rss.xml`);
  });
});

test('images hold their place before they load', async () => {
  await visit('/essay/', {}, async (page) => {
    const image = page.locator('.body img');
    expect(await image.getAttribute('width')).toBe('1200');
    expect(await image.getAttribute('height')).toBe('800');
  });
});
