import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { usage as benchUsage } from '../../bench/arguments.ts';
import { normalizeUsage } from '../../bench/normalize/arguments.ts';
import { usage as startUsage } from '../../local/arguments.ts';
import { parseSoakArguments, soakUsage } from '../simulation/soak-arguments.ts';

const root = new URL('../../', import.meta.url);
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Runs the file of an npm script. */
async function run(
  script: string,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = scripts[script]?.split(' ').at(-1) ?? '';
  const call = promisify(execFile)(process.execPath, [file, ...args], { cwd: fileURLToPath(root) });
  return call.then(
    (output) => ({ code: 0, ...output }),
    (failure: { code: number; stdout: string; stderr: string }) => failure,
  );
}

describe('npm scripts of our own explain themselves', () => {
  const usages: [string, string][] = [
    ['start', startUsage],
    ['bench', benchUsage([{ name: 'one', title: 'a figure' }])],
    ['bench:normalize', normalizeUsage()],
    ['test:soak', soakUsage],
  ];
  test.each(usages)('%s', (script, usage) => {
    expect(usage).toContain(`npm ${script === 'start' ? '' : 'run '}${script} --`);
    expect(usage).toMatch(/^ {2}--json /m);
    expect(usage).toMatch(/^ {2}--help /m);
    expect(usage).toMatch(/Exit status: 0 .*1 .*2 /);
  });

  test.each(['fixtures', 'cost', 'cost:count'])('%s, and refuse what they don’t know', async (script) => {
    const [help, wrong] = await Promise.all([run(script, '--help'), run(script, '--nix')]);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining(`npm run ${script} --`) });
    expect(help.stdout).toContain('--json');
    expect(help.stdout).toMatch(/Exit status: 0 /);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/--nix[\s\S]*--help/) });
  });
});

test('start tells of its failure as JSON, if that is asked for', async () => {
  const { code, stderr } = await run('start', '--port', 'x', '--json');
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toEqual({
    error: { code: 'usage', message: expect.stringContaining('no port'), exitStatus: 2 },
  });
});

describe('the long simulation', () => {
  test('takes how many worlds, and from which on', () => {
    expect(parseSoakArguments([])).toMatchObject({ seeds: 100_000, first: 1, json: false, help: false });
    expect(parseSoakArguments(['20', '7', '--json'])).toMatchObject({ seeds: 20, first: 7, json: true });
  });

  test.each([['x'], ['0'], ['1.5'], ['1', '2', '3'], ['--seeds', '4']])('refuses %j', (...args) => {
    expect(() => parseSoakArguments(args)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
