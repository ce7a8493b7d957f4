import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../../local/arguments.ts';
import { progressLine } from '../../../local/progress-line.ts';

describe('the arguments of npm start', () => {
  test('have defaults', () => {
    expect(parseArguments([])).toEqual({
      port: undefined,
      inbox: 'inbox',
      data: '.dropwire',
      webhooks: [],
      examples: true,
      quiet: false,
      json: false,
      help: false,
    });
  });

  test('are taken as given', () => {
    const args = ['--port', '0', '--inbox', 'in', '--data=d', '--no-examples', '--quiet', '--json'];
    expect(parseArguments(args)).toMatchObject({
      port: 0,
      inbox: 'in',
      data: 'd',
      examples: false,
      quiet: true,
      json: true,
    });
  });

  test.each([
    [['--prot', '1']],
    [['--port', 'x']],
    [['--port', '-1']],
    [['--port', '70000']],
    [['--webhook', 'http://example.com/']],
    [['--webhook', 'desk']],
    [['stray']],
    [['--inbox=']],
  ])('are refused when they are %j', (args) => {
    expect(() => parseArguments(args)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('a line of progress', () => {
  const base = { key: 'news/storm.md', milliseconds: 440 };

  test('says what came in, what it became and how long it took', () => {
    const line = progressLine({ ...base, kind: 'published', title: 'Storm', url: 'http://127.0.0.1:1/a/' });
    expect(line).toBe('+ news/storm.md -> "Storm" http://127.0.0.1:1/a/ 0.4 s');
  });

  test('gives a rejection with its code and sentence', () => {
    const line = progressLine({ ...base, kind: 'rejected', code: 'empty', reason: 'The file is empty.' });
    expect(line).toBe('! news/storm.md rejected (empty): The file is empty. 0.4 s');
  });

  test('cannot be used to steer the terminal', () => {
    const line = progressLine({ ...base, key: 'a\u001b[2J\nb', kind: 'withdrawn' });
    expect(line).toBe('- a\uFFFD[2J\uFFFDb withdrawn 0.4 s');
  });
});
