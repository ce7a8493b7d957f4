import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { billOf } from '../../../cli/cost/bill.ts';
import { billText } from '../../../cli/cost/bill-text.ts';
import { messageOf } from '../../../shared/errors.ts';

const usage = `Counts anew what "npm run cost" calculates with: runs the functions over models of the services, and writes
cli/cost/counted.json and the example in docs/cost.md. It takes about a minute.

  npm run cost:count -- [--json]

  --json  print what was counted
  --help  print this

Exit status: 0 written, 1 failed, 2 called wrongly.
`;

/** Counts, and writes down what was counted and the example that follows from it. */
async function record(json: boolean): Promise<void> {
  const root = new URL('../../../', import.meta.url);
  const { countUsage } = await import('./count-usage.ts');
  const counted = await countUsage();
  const text = `${JSON.stringify(counted, null, 2)}\n`;
  await writeFile(new URL('cli/cost/counted.json', root), text);

  const prices = JSON.parse(await readFile(new URL('cli/cost/prices.json', root), 'utf8'));
  const month = { articles: 1_000_000, feeds: 6, reads: 10_000_000 };
  const bill = billText(month, prices, billOf(month, counted, prices));
  const guide = new URL('docs/cost.md', root);
  const before = await readFile(guide, 'utf8');
  await writeFile(
    guide,
    before.replace(/(\n```text\n)[^`]*(```\n)/, (_, open, close) => open + bill + close),
  );
  process.stdout.write(json ? text : 'cli/cost/counted.json and docs/cost.md are written.\n');
}

function parse() {
  const boolean = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { help: { ...boolean, short: 'h' }, json: boolean } }).values;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}. See npm run cost:count -- --help.\n`);
    process.exitCode = 2;
    return undefined;
  }
}

const options = parse();
if (options?.help) process.stdout.write(usage);
else if (options) await record(options.json);
