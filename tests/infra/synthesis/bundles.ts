import { isAscii } from 'node:buffer';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { bytesAtStart, bytesOf, duplicatesIn } from '../../../bench/support/bundles.ts';
import { variables } from '../../../shared/resources/environment.ts';
import { propertiesOf } from '../readable-template.ts';
import { assembly, metafileOf, projectRoot, template } from '../synthesized.ts';

const toolsOfInfra = /^node_modules\/(aws-cdk|aws-cdk-lib|constructs|cdk-nag|esbuild|typescript|jest)\//;
/** Bytes, minified, a little above the present ones. What is in them is in docs/performance.md. */
const budgets = {
  ingest: { all: 1_480_000, atStart: 640_000 },
  publish: { all: 1_200_000, atStart: 832_000 },
  reconcile: { all: 790_000, atStart: 650_000 },
  canary: { all: 640_000, atStart: 600_000 },
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
    // zod's messages in fifty languages come with `import { z }`, not with `import * as z`.
    const inside = Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    );
    expect(inside.filter(([path]) => path.includes('zod/v4/locales/')).map(([path]) => path)).toEqual([
      'node_modules/zod/v4/locales/en.js',
    ]);
  });

  test.each(cases)('of %s stay within their budgets, with no package twice', async (name, _) => {
    const metafile = await metafileOf(assembly, name);
    const { all, atStart } = budgets[name];
    expect(bytesAtStart(metafile)).toBeGreaterThan(100_000);
    expect(bytesAtStart(metafile)).toBeLessThanOrEqual(atStart);
    expect(bytesOf(metafile)).toBeLessThanOrEqual(all);
    expect(duplicatesIn(metafile)).toEqual([]);
  });

  test('of ingest: parsers are loaded when an upload needs them', async () => {
    const { outputs } = await metafileOf(assembly, 'ingest');
    const parsers = /node_modules\/(?:markdown-it|htmlparser2|saxes|yaml|sanitize-html|chardet)\//;
    const index = Object.entries(outputs).find(([path]) => path.endsWith('/index.mjs'));
    expect(Object.keys(index?.[1].inputs ?? {}).filter((path) => parsers.test(path))).toEqual([]);
    expect(
      Object.values(outputs)
        .flatMap(({ inputs }) => Object.keys(inputs))
        .some((path) => parsers.test(path)),
    ).toBe(true);
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
