import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { namesIn } from '../../../bench/normalize/names-in.ts';
import { writeOwnPages } from '../../../bench/normalize/own-pages.ts';
import { readPageSet } from '../../../bench/normalize/page-set.ts';
import { qualitySpeedChart } from '../../../bench/normalize/quality-speed-chart.ts';
import { compareTexts, score } from '../../../bench/normalize/score.ts';
import { textOfHtml } from '../../../bench/normalize/text-of-html.ts';

describe('texts are compared as multisets of words', () => {
  test.each([
    ['the same words', 'A ship, at sea.', 'at sea a SHIP', 1, 1],
    ['half of what is given is true', 'one two', 'one two three four', 0.5, 1],
    ['half of what is true is given', 'one two three four', 'one two', 1, 0.5],
    ['a word counts as often as it stands', 'one one', 'one one one one', 0.5, 1],
    ['characters count where words have no spaces', '港の船', '港と船', 2 / 3, 2 / 3],
    ['nothing for nothing', '', ' ', 1, 1],
    ['nothing for something', 'one', '', 0, 0],
  ])('%s', (_, truth, given, precision, recall) => {
    const compared = compareTexts(truth, given);
    expect(compared.precision).toBeCloseTo(precision);
    expect(compared.recall).toBeCloseTo(recall);
  });
});

test('fields are right, wrong, or invented where the page states none', () => {
  const truths = [
    { id: '1', title: 'The Ship', author: 'Ada Marsh and Leo Brandt', date: '2026-01-31', text: 'x' },
    { id: '2', title: null, author: null, date: null, text: 'x' },
    { id: '3', title: 'Lost', author: ['Ada Marsh'], date: '2026-02-01', text: 'x' },
  ];
  const answer = {
    title: 'the ship',
    authors: ['Leo Brandt', 'Ada  Marsh'],
    date: '2026-01-31T09:00:00Z',
    text: 'x',
  };
  const result = score(truths, new Map([['1', answer], ['2', answer]])); // biome-ignore format: short
  expect(result).toMatchObject({ pages: 3, failed: 1, f1: 2 / 3 });
  const field = { right: 1, known: 2, invented: 1, unknown: 1 };
  expect(result).toMatchObject({ title: field, authors: field, date: field });
});

test.each([
  ['By Ada Marsh, Leo Brandt', ['Ada Marsh', 'Leo Brandt']],
  ['Written by Ada Marsh & Leo Brandt', ['Ada Marsh', 'Leo Brandt']],
  ['Byron Andrews', ['Byron Andrews']],
  [null, []],
])('a byline of %j names %j', (byline, names) => {
  expect(namesIn(byline)).toEqual(names);
});

test('markup is read as a reader would, a line for each block', () => {
  expect(textOfHtml('<div><h2>A <b>b</b></h2>c<br>d<script>e</script><ul><li>f<li>g</ul></div>')).toBe(
    'A b\nc\nd\nf\ng',
  );
});

test('the own pages are the same each time, hold what is said to be true of them, and are read back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dropwire-pages-'));
  try {
    await writeOwnPages(folder, 25);
    const gold = await readFile(join(folder, 'gold.ndjson'), 'utf8');
    const pages = await readPageSet(folder);
    expect(pages).toHaveLength(25);
    for (const { truth, path } of pages) {
      const { recall } = compareTexts(truth.text, textOfHtml(await readFile(path, 'utf8')));
      expect(recall).toBeGreaterThan(0.9);
    }
    await writeOwnPages(folder, 25);
    expect(await readFile(join(folder, 'gold.ndjson'), 'utf8')).toBe(gold);
    await writeFile(join(folder, 'gold.ndjson'), '{"id":"none","text":""}\n');
    await expect(readPageSet(folder)).rejects.toMatchObject({ code: 'page-set' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the chart shows a point for each extractor', () => {
  const at = (f1: number, pagesPerSecond: number) => ({ f1, pagesPerSecond });
  const svg = qualitySpeedChart(new Map([['dropwire', at(0.96, 80)], ['defuddle', at(0.91, 20)]])); // biome-ignore format: short
  expect(svg.match(/<circle/g)).toHaveLength(2);
  expect(svg).toContain('>defuddle<');
});
