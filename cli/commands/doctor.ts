import type { Command } from 'commander';
import type { Finding } from '../doctor/finding.ts';
import { exitCodes } from '../exit-codes.ts';
import { addStackOptions, openStack, type StackOptions } from '../stack/open-stack.ts';
import { coloured, Progress, plural, print, visible } from '../terminal.ts';

interface DoctorOptions extends StackOptions {
  json?: true;
}

/** `dropwire doctor`: looks for what is wrong with machine, stack and site, and says how to mend it. */
export function registerDoctor(program: Command): void {
  addStackOptions(
    program
      .command('doctor')
      .description(
        'check machine, credentials, stack, permissions and drift, and say how to mend what is wrong',
      ),
  )
    .option('--json', 'print a JSON array of the findings')
    .action(runDoctor);
}

async function runDoctor(options: DoctorOptions): Promise<void> {
  const { checkMachine } = await import('../doctor/check-machine.ts');
  const progress = new Progress();
  const findings = await checkMachine();
  findings.push(...(await aboutStack(options, (text) => progress.update(text))));
  progress.end();
  await print(options.json ? `${JSON.stringify(findings, null, 2)}\n` : findingsAsText(findings));
  if (findings.some(({ state }) => state === 'problem')) process.exitCode = exitCodes.failed;
}

async function aboutStack(options: StackOptions, onProgress: (text: string) => void): Promise<Finding[]> {
  const { checkPort, stackProblem } = await import('../doctor/check-machine.ts');
  let stack: Awaited<ReturnType<typeof openStack>>;
  try {
    stack = await openStack(options);
  } catch (error) {
    const found = [stackProblem(error)];
    return options.stack === 'local' ? [...found, await checkPort(8400)] : found;
  }
  try {
    const [{ checkStack }, { checkDrift }, { isOnSite }, { validateFeed }] = await Promise.all([
      import('../doctor/check-stack.ts'),
      import('../doctor/check-drift.ts'),
      import('../push/follow-uploads.ts'),
      import('../validate/validate-feed.ts'),
    ]);
    onProgress('looking at the stack');
    const resources = await checkStack(stack);
    onProgress('comparing inbox, catalog and site');
    const drift = await checkDrift(stack, {
      validate: (address) => validateFeed(address, ''),
      isLive: isOnSite,
      now: Date.now(),
    });
    return [...resources, ...drift];
  } finally {
    stack.close();
  }
}

const colours = { ok: 'green', warning: 'yellow', problem: 'red' } as const;

function findingsAsText(findings: readonly Finding[]): string {
  const lines = findings.map(({ state, message, fix }) => {
    const head = `${coloured(colours[state], state.padEnd(7))}  ${visible(message)}`;
    return fix === undefined ? head : `${head}\n         -> ${visible(fix)}`;
  });
  const count = (wanted: Finding['state']) => findings.filter(({ state }) => state === wanted).length;
  const sums = `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('ok')} in order.`;
  return `${lines.join('\n')}\n${sums}\n`;
}
