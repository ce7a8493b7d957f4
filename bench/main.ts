import { UsageError } from '../shared/errors.ts';
import { parseBenchArguments, usage } from './arguments.ts';
import { writeCharts } from './charts.ts';
import type { BenchContext, Figure } from './figure.ts';
import { figures } from './figures.ts';
import { type Outcome, toJson, toTable } from './report.ts';

const context = (quick: boolean): BenchContext => ({
  quick,
  progress: (message) => void process.stderr.write(`${message}\n`),
});

/** Runs one figure after the other, each alone on the machine as far as it is up to us. */
async function measure(chosen: Figure[], { quick, progress }: BenchContext): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const figure of chosen) {
    progress(`${figure.name}: ${figure.title}`);
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const rows = await figure.run({ quick, progress: (message) => progress(`  ${message}`) });
      outcomes.push({ figure, rows, seconds: seconds() });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      progress(`  failed: ${error instanceof Error ? error.stack : message}`);
      outcomes.push({ figure, rows: [], error: message, seconds: seconds() });
    }
  }
  return outcomes;
}

async function run(args: string[]): Promise<number> {
  const { help, json, quick, only, charts } = parseBenchArguments(
    args,
    figures.map(({ name }) => name),
  );
  if (help) {
    process.stdout.write(usage(figures));
    return 0;
  }
  const chosen = figures.filter(({ name }) => only.length === 0 || only.includes(name));
  const outcomes = await measure(chosen, context(quick));
  process.stdout.write(json ? toJson(outcomes, quick) : toTable(outcomes));
  if (charts !== undefined) await writeCharts(charts, outcomes);
  return outcomes.some(({ error }) => error !== undefined) ? 1 : 0;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
