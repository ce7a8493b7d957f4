import { describe, expect, test } from '@jest/globals';
import { EdgeFunctionError, loadEdgeFunction } from '../../../local/edge/edge-function.ts';
import { sources } from './events.ts';
import { unsupported } from './runtime-language.ts';

describe.each(Object.entries(sources))('%s', (_name, source) => {
  test('fits into a CloudFront Function', () => {
    expect(Buffer.byteLength(source)).toBeLessThanOrEqual(10 * 1024);
  });

  test('uses nothing that the runtime lacks', () => {
    expect(unsupported(source)).toEqual([]);
  });

  test('begins with its comment, not with what a compiler puts there', () => {
    expect(source).toMatch(/^\/\*/);
    expect(source).not.toMatch(/__create|__defProp|exports|require\(|use strict|sourceMappingURL/);
  });
});

describe('the check itself', () => {
  test.each([
    ['const { a } = b;', 'ObjectPattern'],
    ['for (const a of [1]) a;', 'ForOfStatement'],
    ['class A {}', 'ClassDeclaration'],
    ['function f(a = 1) { return a; }', 'AssignmentPattern'],
    ['const a = [...[1]];', 'SpreadElement'],
    ['const a = 1; const b = { a };', 'ES 6 property'],
    ['fetch("/");', 'global fetch'],
    ['[1].flatMap(String);', 'method flatMap'],
  ])('finds %s', (source, problem) => {
    expect(unsupported(source)).toContain(problem);
  });

  test.each([
    'const a = b?.c;',
    'const a = b ?? c;',
    'import a from "b";',
    'async function f() {}',
    '/(?<=a)b/.test("ab");',
  ])('does not even parse %s', (source) => {
    expect(() => unsupported(source)).toThrow(SyntaxError);
  });
});

describe('loading a function', () => {
  test('gives it nothing of the machine', () => {
    const handler = loadEdgeFunction(
      'function handler() { return [typeof require, typeof process, typeof setTimeout, typeof fetch].join(); }',
      'probe',
    );
    expect((handler as () => unknown)()).toBe('undefined,undefined,undefined,undefined');
  });

  test('evaluates no text as code', () => {
    const handler = loadEdgeFunction('function handler() { return eval("1"); }', 'probe');
    expect(() => (handler as () => unknown)()).toThrow(/Code generation from strings disallowed/);
  });

  test.each(['function handler( {', 'const other = 1;'])('refuses %s', (source) => {
    expect(() => loadEdgeFunction(source, 'broken.js')).toThrow(EdgeFunctionError);
  });
});
