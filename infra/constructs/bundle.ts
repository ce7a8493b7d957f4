import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Metafile } from 'esbuild';
import { ConfigurationError } from '../../shared/errors.ts';
import { bundleInto, projectRoot } from './bundling.ts';
import type { FunctionName } from './given.ts';

/**
 * The code of a function: `functions/<name>/handler.ts` and all that it imports.
 * esbuild is called in this process: NodejsFunction starts it by way of npx, at a second a function, and prints its output.
 * What went into it is written beside it (`cdk.out/bundles/<name>.json`), where it isn't deployed.
 * @throws ConfigurationError `bundle-failed`, after esbuild has printed why
 */
export function bundledHandler(scope: Construct, name: FunctionName): Code {
  const entry = join(projectRoot, 'functions', name, 'handler.ts');
  // `cdk list` and `cdk destroy` need no code.
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(join(projectRoot, 'functions', name));

  const folder = join(Stage.of(scope)?.assetOutdir ?? 'cdk.out', 'bundles');
  // Files that an earlier synthesis left would go into the asset.
  rmSync(join(folder, name), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const metafile = build(name, entry, join(folder, name));
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(metafile));
  return Code.fromAsset(join(folder, name));
}

function build(name: FunctionName, entry: string, folder: string): Metafile {
  try {
    return bundleInto(folder, { entryPoints: [entry] });
  } catch (cause) {
    throw new ConfigurationError(
      'bundle-failed',
      `functions/${name} can't be bundled; the reasons are above.`,
      { cause },
    );
  }
}
