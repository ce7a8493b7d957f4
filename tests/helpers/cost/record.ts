import { readFile, writeFile } from 'node:fs/promises';
import { billOf } from '../../../cli/cost/bill.ts';
import { billText } from '../../../cli/cost/bill-text.ts';
import { countUsage } from './count-usage.ts';

/** Counts anew what `npm run cost` calculates with, and brings the example in its documentation up to date. */
const root = new URL('../../../', import.meta.url);
const counted = await countUsage();
await writeFile(new URL('cli/cost/counted.json', root), `${JSON.stringify(counted, null, 2)}\n`);

const prices = JSON.parse(await readFile(new URL('cli/cost/prices.json', root), 'utf8'));
const month = { articles: 1_000_000, feeds: 6, reads: 10_000_000 };
const text = billText(month, prices, billOf(month, counted, prices));
const guide = new URL('docs/cost.md', root);
const before = await readFile(guide, 'utf8');
await writeFile(
  guide,
  before.replace(/(\n```text\n)[^`]*(```\n)/, (_, open, close) => open + text + close),
);
