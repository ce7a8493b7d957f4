import { describe, expect, test } from '@jest/globals';
import { createProgram } from '../../../cli/program.ts';
import { runProgram } from '../../../cli/run-program.ts';
import packageFile from '../../../package.json' with { type: 'json' };

/** What a call that fails writes to standard error, and its exit status. */
async function failure(...args: string[]) {
  let told = '';
  const status = await runProgram(args, (text) => {
    told += text;
  });
  return { status, told };
}

const nowhere = ['--data', '/nonexistent/dropwire'];

describe('a failure with --json is one line of JSON', () => {
  const cases: [string[], string, number, RegExp][] = [
    [['status', '--json', ...nowhere], 'stack-not-running', 3, /npm start/],
    [['push', '--json', '/nonexistent/folder', ...nowhere], 'no-such-file', 2, /nonexistent/],
    [['validate', '--json', '/nonexistent/rss.xml'], 'unreadable-file', 2, /doesn't exist; mend the name/],
    [['list', '--json', '--limit', 'x'], 'usage', 2, /whole number above 0.*--help/],
    [['lisst', '--json'], 'usage', 2, /unknown command 'lisst'.*list/],
    [['show', '--json'], 'usage', 2, /missing required argument 'article'/],
    [['feeds', 'issue', '--json'], 'usage', 2, /missing required argument 'name'/],
  ];
  test.each(cases)('%j', async (args, code, exitStatus, said) => {
    const { status, told } = await failure(...args);
    expect(status).toBe(exitStatus);
    expect(told.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(told)).toEqual({
      error: { code, message: expect.stringMatching(said), exitStatus },
    });
  });
});

describe('a failure without it is for people', () => {
  test('with its code at the end', async () => {
    const { status, told } = await failure('status', ...nowhere);
    expect(status).toBe(3);
    expect(told).toMatch(/^No local stack is running on .*\. \(stack-not-running\)\n$/);
  });

  test('also of a wrong call, and of one whose --json is an argument', async () => {
    expect(await failure('push')).toEqual({
      status: 2,
      told: expect.stringMatching(/^error: missing required argument/),
    });
    expect((await failure('status', ...nowhere, '--', '--json')).told).toMatch(/^No local stack/);
  });
});

test('the version is that of the package', () => {
  expect(createProgram().version()).toBe(packageFile.version);
});
