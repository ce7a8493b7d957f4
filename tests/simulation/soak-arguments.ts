import { parseArgs } from 'node:util';
import { messageOf, UsageError } from '../../shared/errors.ts';

export interface SoakArguments {
  help: boolean;
  json: boolean;
  /** Worlds to simulate. */
  seeds: number;
  /** The first one's seed. */
  first: number;
}

/** What `--help` prints. */
export const soakUsage = `Simulates many worlds in which things break, on every processor, after exploring the largest exhaustive cases.

  npm run test:soak -- [--json] [SEEDS [FIRST]]

  SEEDS   how many worlds (100000); each thousand takes a processor about a minute and a half
  FIRST   seed of the first (1)
  --json  print the outcome as one JSON object: seeds, done, failed[] (seed, violations), exploration[]
  --help  print this

A seed that fails is named at once; SEED=N npm run test:simulation -- simulation.test plays it again.
Progress goes to standard error. Exit status: 0 no violation, 1 a violation or an interruption, 2 called wrongly.
`;

/** @throws UsageError `usage` naming what is wrong */
export function parseSoakArguments(args: string[]): SoakArguments {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (cause) {
    throw new UsageError('usage', `${messageOf(cause)}. See npm run test:soak -- --help.`, { cause });
  }
  const { values, positionals } = parsed;
  if (positionals.length > 2 || !positionals.every((text) => /^[1-9]\d{0,8}$/.test(text))) {
    const given = positionals.join(' ');
    throw new UsageError('usage', `"${given}" is not one or two whole numbers above 0: SEEDS and FIRST.`);
  }
  const [seeds = 100_000, first = 1] = positionals.map(Number);
  return { ...values, seeds, first };
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      json: { type: 'boolean', default: false },
    },
  });
