import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { billOf, type Prices } from '../../../cli/cost/bill.ts';
import { type Counted, usageOf } from '../../../cli/cost/usage.ts';
import { countUsage } from '../../helpers/cost/count-usage.ts';

const root = new URL('../../../', import.meta.url);
const read = async <T>(path: string) => JSON.parse(await readFile(new URL(path, root), 'utf8')) as T;
const recorded = await read<Counted>('cli/cost/counted.json');
const prices = await read<Prices>('cli/cost/prices.json');
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL('cli/cost/main.ts', root)), ...args]);

test('the recorded counts are those of the functions as they are', async () => {
  expect(await countUsage()).toEqual(recorded);
}, 120_000);

describe('usage of a batch', () => {
  test('is what was measured where it was measured, and between', () => {
    for (const corner of recorded.corners) {
      for (const [name, value] of Object.entries(usageOf('publish', recorded, corner))) {
        expect(value).toBeCloseTo(corner.publish[name as keyof typeof corner.publish], 6);
      }
    }
    const [few, many] = recorded.corners;
    const between = usageOf('publish', recorded, { articles: 1, feeds: 4 });
    expect(between.s3Writes).toBeCloseTo((few.publish.s3Writes + many.publish.s3Writes) / 2, 6);
  });

  test('articles that are published together share the writing of their feeds', () => {
    const [, one, , many] = recorded.corners;
    expect(many.publish.s3Writes / many.articles).toBeLessThan(one.publish.s3Writes / 3);
  });
});

describe('the bill', () => {
  const month = { articles: 1_000_000, feeds: 6, reads: 10_000_000 };
  const line = (service: string, what: string, of = month) => {
    const found = billOf(of, recorded, prices).find((each) => each.service === service && each.what === what);
    if (!found) throw new Error(`no ${what}`);
    return found;
  };

  test('multiplies counts by prices', () => {
    const [, one] = recorded.corners;
    const written = line('DynamoDB', 'write units');
    expect(written.dollars).toBeCloseTo((written.amount / 1e6) * 0.625, 6);
    expect(written.amount).toBeGreaterThanOrEqual(one.ingest.writeUnits * month.articles);
    const puts = line('S3', 'PUT and LIST requests');
    expect(puts.dollars).toBeCloseTo((puts.amount / 1e6) * 5, 6);
  });

  test('starts where the free tier ends', () => {
    expect(line('CloudFront', 'requests').dollars).toBe(0);
    expect(line('CloudFront', 'requests', { ...month, reads: 12_000_000 }).dollars).toBeCloseTo(2, 6);
  });

  test('grows more slowly than the articles once they come so thick that they share batches', () => {
    const perArticle = (articles: number) =>
      line('S3', 'PUT and LIST requests', { ...month, articles }).dollars / articles;
    expect(perArticle(20_000_000)).toBeLessThan(perArticle(1_000_000) / 2);
  });

  test('of a site where nothing happens is small', () => {
    const lines = billOf({ articles: 0, feeds: 6, reads: 0 }, recorded, prices);
    for (const { amount, dollars } of lines) {
      expect(Number.isFinite(amount)).toBe(true);
      expect(dollars).toBeGreaterThanOrEqual(0);
    }
    expect(lines.reduce((sum, { dollars }) => sum + dollars, 0)).toBeLessThan(10);
  });
});

describe('the command', () => {
  test('prints a bill for people, or the same as JSON', async () => {
    const args = ['--articles', '1000000', '--feeds', '6', '--reads', '10000000'];
    const { stdout } = await run(...args);
    const { total, lines } = JSON.parse((await run(...args, '--json')).stdout);
    expect(lines.reduce((sum: number, { dollars }: { dollars: number }) => sum + dollars, 0)).toBeCloseTo(
      total,
      6,
    );
    expect(stdout).toContain(`Total ${total.toLocaleString('en', { style: 'currency', currency: 'USD' })}`);
    const guide = await readFile(new URL('docs/cost.md', root), 'utf8');
    expect(guide).toContain(`\n\`\`\`text\n${stdout}\`\`\`\n`);
  }, 60_000);

  test.each([[['--articles', 'many']], [['--feeds', '1']], [['--reads', '-1']], [['--article', '1']]])(
    'says what is wrong with %j',
    async (args) => {
      const failure = await run(...args).catch((error: { code: number; stderr: string }) => error);
      expect(failure).toMatchObject({ code: 2, stderr: expect.stringContaining(String(args[0])) });
    },
    60_000,
  );

  test('says how it is called', async () => {
    const { stdout } = await run('--help');
    for (const option of ['--articles', '--feeds', '--reads', '--json']) expect(stdout).toContain(option);
  }, 60_000);
});
