import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type LocalStack, startStack } from '../../local/stack.ts';
import { expectAccessible, launchChromium } from './chromium.ts';

let root = '';
let stack: LocalStack;
let browser: Browser;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'live-'));
  stack = await startStack({ dataDir: join(root, 'data'), port: 0 });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stack?.close();
  await rm(root, { recursive: true, force: true });
});

/** Opens the page and gives it to the visitor, with what it complained about and asked for. */
async function visit(
  options: BrowserContextOptions,
  look: (page: Page, seen: { complaints: string[]; requests: string[] }) => Promise<void>,
) {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const seen = { complaints: [] as string[], requests: [] as string[] };
    page.on('console', (message) => seen.complaints.push(message.text()));
    page.on('pageerror', (error) => seen.complaints.push(String(error)));
    page.on('request', (request) => seen.requests.push(request.url()));
    await page.goto(`${stack.siteUrl}_local`);
    await look(page, seen);
  } finally {
    await context.close();
  }
}

/** Drops files on the page, as a file manager would. */
async function drop(page: Page, files: { name: string; content: string }[]): Promise<void> {
  const transfer = await page.evaluateHandle(`{
    const transfer = new DataTransfer();
    for (const { name, content } of ${JSON.stringify(files)}) transfer.items.add(new File([content], name));
    transfer;
  }`);
  await page.dispatchEvent('#drop', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('#drop', 'drop', { dataTransfer: transfer });
}

const expectHeading = (page: Page, text: string) => page.locator('h1', { hasText: text }).waitFor();

const followed = (page: Page, key: string) => page.locator('#followed li', { hasText: key });

describe('with its script', () => {
  test('a dropped article is followed until it is live; deleted from the inbox, it goes', async () => {
    await visit({}, async (page, { complaints, requests }) => {
      await page.fill('#where', 'harbour');
      await drop(page, [{ name: 'seals.md', content: '# Seals on the slipway\n\nFour of them, asleep.\n' }]);
      const item = followed(page, 'harbour/seals.md');
      await item.locator('a').waitFor();
      expect(await item.textContent()).toBe('harbour/seals.md: Live Seals on the slipway');
      expect(await page.locator('#said').textContent()).toBe('harbour/seals.md: Live. Seals on the slipway');
      await page.locator('.newest a', { hasText: 'Seals on the slipway' }).waitFor();

      await item.locator('a').click();
      await page.locator('.article').waitFor();
      expect(await page.locator('h1').textContent()).toBe('Seals on the slipway');
      expect(await page.locator('.body').textContent()).toContain('Four of them, asleep.');
      expect(await page.locator('.kicker').textContent()).toMatch(/harbour/i);
      const address = page.url();

      await page.goBack();
      await page.fill('#where', 'harbour');
      await drop(page, [{ name: 'seals.md', content: '# Seals on the slipway\n\nFour of them, asleep.\n' }]);
      await item.locator('b', { hasText: 'Unchanged' }).waitFor();
      expect(await item.locator('a').getAttribute('href')).toBe(address);
      const row = page.locator('tr', { hasText: 'harbour/seals.md' });
      await row.locator('b', { hasText: 'Unchanged' }).waitFor();
      const target = { Bucket: stack.resources.buckets.inbox, Key: 'harbour/seals.md' };
      await stack.clients.s3.send(new DeleteObjectCommand(target));
      await row.locator('b', { hasText: /^Withdrawn/ }).waitFor();
      expect(await page.locator('.newest a').count()).toBe(0);
      expect((await fetch(address)).status).toBe(410);
      expect(complaints).toEqual([]);
      const places = [new URL(stack.siteUrl).origin, stack.description.endpoints.s3];
      expect(
        requests.filter((url) => !url.startsWith('data:') && !places.includes(new URL(url).origin)),
      ).toEqual([]);
    });
  });

  test('a reader leafs from an article to the one that came after it, and back', async () => {
    const file = (day: number, title: string) => ({
      name: `${day}.md`,
      content: `---\ndate: 2026-02-0${day}\n---\n# ${title}\n\nNothing else happened that day.\n`,
    });
    await visit({}, async (page) => {
      await page.fill('#where', 'log');
      await drop(page, [file(2, 'Ice in the channel'), file(1, 'Lamps lit early')]);
      await followed(page, 'log/2.md').locator('a').waitFor();
      await followed(page, 'log/1.md').locator('a').click();
      const neighbours = page.locator('.neighbours');
      await expectHeading(page, 'Lamps lit early');
      await neighbours.getByRole('link', { name: /^Next article/ }).click();
      await expectHeading(page, 'Ice in the channel');
      await neighbours.getByRole('link', { name: 'Previous article Lamps lit early' }).click();
      await expectHeading(page, 'Lamps lit early');
    });
  });

  test('files that can’t become articles say why, each on its own', async () => {
    await visit({}, async (page) => {
      await drop(page, [
        { name: 'empty.txt', content: '' },
        { name: 'hidden.md', content: '---\ndraft: true\n---\n# Not yet\n\nWait for it.\n' },
      ]);
      const rejected = followed(page, 'empty.txt');
      await rejected.locator('b', { hasText: 'Rejected' }).waitFor();
      expect(await rejected.textContent()).toMatch(/empty\.txt: Rejected [a-z-]+: \w.*/);
      await followed(page, 'hidden.md').locator('b', { hasText: 'Kept back' }).waitFor();
      await page.locator('tr.rejected', { hasText: 'empty.txt' }).waitFor();
    });
  });

  test('the keyboard alone is enough', async () => {
    await visit({}, async (page) => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      await page.focus('#where');
      await page.keyboard.type('tides');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).toBe('file');
      await page.setInputFiles('#file', {
        name: 'tide table.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('High water at noon\n\nThe tide was high at noon and low at six.\n'),
      });
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await followed(page, 'tides/tide table.txt').locator('b', { hasText: 'Live' }).waitFor();
      const target = { Bucket: stack.resources.buckets.inbox, Key: 'tides/tide table.txt' };
      expect(await stack.clients.s3.send(new HeadObjectCommand(target))).toMatchObject({
        ContentType: 'text/plain',
      });
    });
  });
});

describe('without scripts', () => {
  test('the form uploads, and the page says what became of it', async () => {
    await visit({ javaScriptEnabled: false }, async (page) => {
      await page.fill('#where', 'plain/$' + '{filename}');
      await page.setInputFiles('#file', {
        name: 'ropes.md',
        mimeType: 'text/markdown',
        buffer: Buffer.from('# Ropes and knots\n\nA knot for each day of the week.\n'),
      });
      await page.click('#drop button');
      await page.locator('.arrival').waitFor();
      expect(await page.locator('.arrival').textContent()).toContain('plain/ropes.md');
      // It reloads itself until it knows.
      await page.locator('.arrival a', { hasText: 'Ropes and knots' }).click();
      expect(await page.locator('h1').textContent()).toBe('Ropes and knots');
    });
  });
});

describe.each([
  ['wide and light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  ['wide and dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['narrow and dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
] satisfies [string, BrowserContextOptions][])('%s', (name, options) => {
  test('is accessible by axe-core, fits, and breaks no policy', async () => {
    await visit(options, async (page, { complaints }) => {
      await drop(page, [
        { name: 'empty.txt', content: '' },
        { name: `${'long-name-'.repeat(12)}.md`, content: `# ${'Wort'.repeat(40)}\n\nShort.\n` },
      ]);
      await followed(page, 'empty.txt').locator('b', { hasText: 'Rejected' }).waitFor();
      await followed(page, 'long-name')
        .locator('b', { hasText: /Live|Unchanged|Updated/ })
        .waitFor();
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(overflow)).toBe(0);
      expect(complaints).toEqual([]);
      const folder = process.env.SCREENSHOTS;
      if (folder) await page.screenshot({ path: join(folder, `live ${name}.png`), fullPage: true });
    });
    // The page's own policy would keep the tester out as well; nothing on the page is any different for it.
    await visit({ ...options, bypassCSP: true }, async (page) => {
      await page.locator('tr.rejected').waitFor();
      await expectAccessible(page);
    });
  });
});
