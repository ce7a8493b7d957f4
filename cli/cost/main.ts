import { readFile } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { billOf, type Month, type Prices } from './bill.ts';
import { billText } from './bill-text.ts';
import type { Counted } from './usage.ts';

const read = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8')) as T;

function wholeNumber(most: number, least = 0) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`);
  };
}

const program = new Command('npm run cost --')
  .description('What a month costs on AWS: counted requests times list prices. See docs/cost.md.')
  .option('--articles <n>', 'uploads of new or changed articles in the month', wholeNumber(1e9), 1000)
  .option('--feeds <n>', 'feeds that an article stands in, the main one included', wholeNumber(100, 2), 6)
  .option('--reads <n>', 'requests of readers in the month', wholeNumber(1e12), 1_000_000)
  .option('--json', 'print the bill as JSON', false)
  .addHelpText(
    'after',
    '\nExample:\n  npm run --silent cost -- --articles 1000000 --feeds 6 --reads 10000000\n\nExit status: 0 printed, 2 called wrongly.',
  )
  .showHelpAfterError('(add --help for what it takes)')
  .exitOverride()
  .action(async ({ json, ...month }: Month & { json: boolean }) => {
    const [counted, prices] = await Promise.all([read<Counted>('counted.json'), read<Prices>('prices.json')]);
    const lines = billOf(month, counted, prices);
    const total = lines.reduce((sum, { dollars }) => sum + dollars, 0);
    const { region, asOf } = prices;
    process.stdout.write(
      json
        ? `${JSON.stringify({ month, region, asOf, lines, total }, null, 2)}\n`
        : billText(month, prices, lines),
    );
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
}
