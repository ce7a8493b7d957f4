import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import { completionScript } from '../../../cli/completion/shell-scripts.ts';
import { createProgram } from '../../../cli/program.ts';
import { dataFolder } from '../../../cli/stack/data-folder.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dropwire-program-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What a call that ends in the parser says. */
async function parse(...args: string[]): Promise<{ code: string; status: number; text: string }> {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const program = createProgram();
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])])
    command.configureOutput({ writeOut: write, writeErr: write });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.code, status: error.exitCode, text };
    throw error;
  }
  throw new Error('the command ran');
}

const commands = createProgram().commands.map((command: Command) => command.name());

describe('help', () => {
  test.each(commands)(
    'of %s has a description, examples that are calls of it, and the exit statuses',
    async (name) => {
      const { status, text } = await parse(name, '--help');
      expect(status).toBe(0);
      expect(text).toMatch(new RegExp(`^Usage: dropwire ${name}`));
      const [, examples = ''] = text.split('\nExamples:\n');
      const calls = examples.split('\n\n')[0]?.split('\n') ?? [];
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls) expect(call).toMatch(new RegExp(`^  dropwire ${name}( .*)?  # .+`));
      expect(text).toMatch(/Exit status: 0 .*1 .*2 .*3 [\s\S]*130 /);
      expect(text).not.toContain('\u001b');
    },
  );

  test.each(['issue', 'revoke', 'list'])('of feeds %s has examples too', async (name) => {
    const { text } = await parse('feeds', name, '--help');
    expect(text).toMatch(new RegExp(`\nExamples:\n  dropwire feeds ${name} .*  # `));
  });

  test('of the program lists every command, and how to begin', async () => {
    const { text } = await parse('--help');
    expect(text).toMatch(/\nExamples:\n {2}dropwire push articles +# /);
    for (const name of commands) expect(text).toContain(`\n  ${name} `);
  });

  test.each(commands)('%s offers JSON, unless it prints a script', async (name) => {
    const { text } = await parse(name, '--help');
    expect(/--(nd)?json/.test(text)).toBe(name !== 'completion');
  });
});

describe('wrong calls', () => {
  const cases: [string[], RegExp][] = [
    [['psuh'], /unknown command 'psuh'[\s\S]*push/],
    [['push'], /missing required argument 'path'/],
    [['push', 'x', '--dryrun'], /unknown option '--dryrun'/],
    [['push', 'x', '--concurrency', '0'], /whole number above 0/],
    [['push', '-note.md'], /name that begins with a dash stands after --/],
    [['list', '--status', 'lost'], /Allowed choices are published/],
    [['list', '--since', 'yesterday'], /how long ago/],
    [['redrive', 'letters'], /Allowed choices are ingest, publish/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
  ];
  test.each(cases)('%j', async (args, said) => {
    const { status, text } = await parse(...args);
    expect(status).toBe(1);
    expect(text).toMatch(/^error: /);
    expect(text).toMatch(said);
    expect(text).toContain('(add --help for what it takes)');
  });
});

describe('completion', () => {
  const program = createProgram();
  // A command with commands below it.
  const readers = program.command('readers').description('people’s feeds');
  readers.command('add').description('one more').option('--until <time>', 'for so long');
  readers.command('remove').description('one less');

  /** What bash offers for the words so far. */
  function complete(...words: string[]): string[] {
    const script = `${completionScript(program, 'bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
compopt() { :; }
_dropwire; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
  }

  test('in bash knows commands, options and choices', () => {
    expect(complete('dropwire', 'wi')).toEqual(['withdraw']);
    expect(complete('dropwire', '')).toEqual([...commands, 'readers', 'help', '--help', '--version']);
    expect(complete('dropwire', 'push', '--d')).toEqual(['--delete', '--data', '--dry-run']);
    expect(complete('dropwire', 'list', '--status', 'with')).toEqual(['withheld', 'withdrawn']);
    expect(complete('dropwire', 'redrive', '')).toEqual(['ingest', 'publish']);
    expect(complete('dropwire', 'push', '')).toEqual([]);
    expect(complete('dropwire', 'readers', '')).toEqual(['add', 'remove']);
    expect(complete('dropwire', 'readers', 'add', '--u')).toEqual(['--until']);
  });

  test.each(['zsh', 'fish'] as const)('in %s names every command, option and choice', (shell) => {
    const script = completionScript(program, shell);
    for (const command of program.commands) {
      expect(script).toContain(command.name());
      for (const { long } of command.options)
        expect(script).toContain(shell === 'fish' ? `-l ${long?.slice(2)}` : `${long}[`);
    }
    expect(script).toContain('published scheduled withheld withdrawn rejected');
    // Quotes are closed in every line that opens one.
    const text = script.replaceAll("'\\''", '');
    for (const line of text.split('\n').filter((each) => !each.startsWith('#'))) {
      expect((line.match(/'/g) ?? []).length % 2).toBe(0);
    }
  });
});

test('the data folder is that of the current folder, else that of the project', async () => {
  const [home, elsewhere] = [join(root, 'home'), join(root, 'elsewhere')];
  for (const folder of [home, elsewhere]) await mkdir(join(folder, '.dropwire'), { recursive: true });
  expect(dataFolder('.dropwire', elsewhere, home)).toBe(join(elsewhere, '.dropwire'));
  await writeFile(join(home, '.dropwire', 'stack.json'), '{}');
  expect(dataFolder('.dropwire', elsewhere, home)).toBe(join(home, '.dropwire'));
  expect(dataFolder('other', elsewhere, home)).toBe(join(elsewhere, 'other'));
  await writeFile(join(elsewhere, '.dropwire', 'stack.json'), '{}');
  expect(dataFolder('.dropwire', elsewhere, home)).toBe(join(elsewhere, '.dropwire'));
});
