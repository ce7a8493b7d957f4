import { isAscii } from 'node:buffer';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { bytesAtStart, bytesOf, duplicatesIn, filesAtStart } from '../../../bench/support/bundles.ts';
import { variables } from '../../../shared/resources/environment.ts';
import { propertiesOf } from '../readable-template.ts';
import { assembly, metafileOf, projectRoot, template } from '../synthesized.ts';

const toolsOfInfra = /^node_modules\/(aws-cdk|aws-cdk-lib|constructs|cdk-nag|esbuild|typescript|jest)\//;
/** zod's form with methods; credentials from elsewhere than Lambda's environment; parsers that are never called. */
const needless =
  /node_modules\/(?:zod\/v4\/classic|@aws-sdk\/(?:nested-clients|credential-provider-(?!env))|@smithy\/credential-provider|sax\/|bowser\/)/;
/** Bytes, minified, a little above the present ones. What is in them is in docs/performance.md. */
const budgets = {
  ingest: { all: 1_280_000, atStart: 555_000 },
  publish: { all: 960_000, atStart: 610_000 },
  reconcile: { all: 590_000, atStart: 580_000 },
  canary: { all: 415_000, atStart: 410_000 },
} as const;
const cases = [
  ['ingest', 'IngestHandlerFunction'],
  ['publish', 'PublishHandlerFunction'],
  ['reconcile', 'ReconcileHandlerFunction'],
  ['canary', 'CanaryHandlerFunction'],
] as const;

/** Folder of the asset that the template deploys for a function. */
function assetOf(id: string): string {
  const { Code } = propertiesOf(template, id, 'AWS::Lambda::Function') as { Code: { S3Key: string } };
  return join(assembly.folder, `asset.${Code.S3Key.replace('.zip', '')}`);
}

describe('bundles', () => {
  test.each(cases)('of %s hold the handler, and nothing of the CDK', async (name, id) => {
    const { inputs, outputs } = await metafileOf(assembly, name);
    expect(Object.keys(inputs)).toContain(`functions/${name}/handler.ts`);
    expect(
      Object.keys(inputs).filter((path) => toolsOfInfra.test(path) || path.startsWith('infra/')),
    ).toEqual([]);
    const files = Object.keys(outputs).map((path) => basename(path));
    expect((await readdir(assetOf(id))).sort()).toEqual(files.sort());
    expect(files).toContain('index.mjs');
    for (const file of files) {
      const code = await readFile(join(assetOf(id), file));
      expect(code.includes('aws-cdk-lib')).toBe(false);
      // V8 compiles other text a third slower.
      expect(isAscii(code)).toBe(true);
    }
  });

  test.each(cases)('of %s hold nothing that no function calls', async (name, _) => {
    const { outputs } = await metafileOf(assembly, name);
    const inside = Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    // zod's messages in fifty languages come with `import { z }`, not with `import * as z`.
    expect(inside.filter((path) => path.includes('zod/v4/locales/'))).toEqual([
      'node_modules/zod/v4/locales/en.js',
    ]);
    expect(inside.filter((path) => needless.test(path))).toEqual([]);
    const loaded = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
    const files = Object.keys(outputs).filter((path) => basename(path) !== 'index.mjs');
    expect(files.filter((path) => !loaded.includes(path))).toEqual([]);
  });

  test.each(cases)('of %s stay within their budgets, with no package twice', async (name, _) => {
    const metafile = await metafileOf(assembly, name);
    const { all, atStart } = budgets[name];
    expect(bytesAtStart(metafile)).toBeGreaterThan(100_000);
    expect(bytesAtStart(metafile)).toBeLessThanOrEqual(atStart);
    expect(bytesOf(metafile)).toBeLessThanOrEqual(all);
    expect(duplicatesIn(metafile)).toEqual([]);
  });

  test.each([
    ['ingest', 'parsers', /node_modules\/(?:markdown-it|htmlparser2|saxes|yaml|sanitize-html|chardet)\//],
    ['publish', 'renderers', /node_modules\/(?:feed|htmlparser2|saxes|xml-js)\/|^shared\/site\/.*page/],
  ])('of %s: %s are loaded when they are needed', async (name, _, needed) => {
    const metafile = await metafileOf(assembly, name);
    const { outputs } = metafile;
    const loaded = filesAtStart(metafile).flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
    expect(loaded).toContain(`functions/${name}/handler.ts`);
    expect(loaded.filter((path) => needed.test(path))).toEqual([]);
    const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
    expect(inputs.filter((path) => needed.test(path)).length).toBeGreaterThan(3);
  });

  test.each(cases)('of %s start without all of node:util', async (name, _) => {
    const metafile = await metafileOf(assembly, name);
    const imports = filesAtStart(metafile).flatMap((path) => metafile.outputs[path]?.imports ?? []);
    const builtIn = imports.flatMap(({ path, external }) => (external ? [path] : []));
    expect(builtIn).toContain('node:crypto');
    expect(builtIn.filter((path) => /^(?:node:)?util$/.test(path))).toEqual([]);
  });

  test('that sign would be there: each class of the CDK names its package', async () => {
    const app = await readFile(`${projectRoot}node_modules/aws-cdk-lib/core/lib/app.js`, 'utf8');
    expect(app).toContain('fqn:"aws-cdk-lib.App"');
  });

  test.each(cases)(
    'of %s loads in the Node.js that Lambda runs',
    async (_, id) => {
      const { Environment } = propertiesOf(template, id, 'AWS::Lambda::Function') as {
        Environment: { Variables: Record<string, string> };
      };
      const script = `
      const { handler } = await import(${JSON.stringify(join(assetOf(id), 'index.mjs'))});
      console.log(JSON.stringify({ node: process.versions.node.split('.')[0], handler: typeof handler }));`;
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', script],
        { env: { ...Environment.Variables, AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_NAME: id } },
      );
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual({ node: '24', handler: 'function' });
      expect(Object.keys(Environment.Variables)).toContain(variables.siteSettings);
    },
    60_000,
  );
});
