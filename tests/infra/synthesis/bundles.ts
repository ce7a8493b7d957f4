import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { variables } from '../../../shared/resources/environment.ts';
import { propertiesOf } from '../readable-template.ts';
import { assembly, metafileOf, projectRoot, template } from '../synthesized.ts';

const toolsOfInfra = /^node_modules\/(aws-cdk|aws-cdk-lib|constructs|cdk-nag|esbuild|typescript|jest)\//;
/** Bytes: what a cold start has to read. */
const budgets = { ingest: 1_400_000, publish: 1_200_000, reconcile: 750_000 } as const;
const cases = [
  ['ingest', 'IngestHandlerFunction'],
  ['publish', 'PublishHandlerFunction'],
  ['reconcile', 'ReconcileHandlerFunction'],
] as const;

/** Folder of the asset that the template deploys for a function. */
function assetOf(id: string): string {
  const { Code } = propertiesOf(template, id, 'AWS::Lambda::Function') as { Code: { S3Key: string } };
  return join(assembly.folder, `asset.${Code.S3Key.replace('.zip', '')}`);
}

describe('bundles', () => {
  test.each(cases)('of %s: one file, with the handler in it and nothing of the CDK', async (name, id) => {
    expect(await readdir(assetOf(id))).toEqual(['index.mjs']);
    const { inputs, outputs } = await metafileOf(assembly, name);
    expect(Object.keys(inputs)).toContain(`functions/${name}/handler.ts`);
    expect(
      Object.keys(inputs).filter((path) => toolsOfInfra.test(path) || path.startsWith('infra/')),
    ).toEqual([]);
    const bundle = await readFile(join(assetOf(id), 'index.mjs'));
    expect(Object.values(outputs).map(({ bytes }) => bytes)).toEqual([bundle.length]);
    expect(bundle.includes('aws-cdk-lib')).toBe(false);
    expect(bundle.length).toBeLessThan(budgets[name]);
    // zod's messages in fifty languages come with `import { z }`, not with `import * as z`.
    const inside = Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    );
    expect(inside.filter(([path]) => path.includes('zod/v4/locales/')).map(([path]) => path)).toEqual([
      'node_modules/zod/v4/locales/en.js',
    ]);
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
