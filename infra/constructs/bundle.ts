import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stack, Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';
import { ConfigurationError } from '../../shared/errors.ts';
import type { FunctionName } from './given.ts';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * How handlers are bundled.
 *
 * Packages' ES modules are taken before their CommonJS (`mainFields`), because tree shaking works on them: a seventh less
 * for ingest. The bundle is an ES module too, so that packages may use `import.meta` and top-level await. The AWS SDK goes
 * in: the version that was tested is the one that runs, and the parts that are used load no slower than the runtime's copy.
 * Names of classes and functions survive, since errors are known by theirs; with that, stack traces stay readable
 * without source maps.
 */
const bundling = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  keepNames: true,
  legalComments: 'none',
  // CommonJS packages within the bundle call `require` for Node's own modules and look for these names.
  banner: {
    js: [
      "import{createRequire as dropwireCreateRequire}from'node:module'",
      'const require=dropwireCreateRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;',
    ].join(';'),
  },
  metafile: true,
  logLevel: 'error',
} as const satisfies BuildOptions;

/**
 * The code of a function: `functions/<name>/handler.ts` and all that it imports, in one file.
 * esbuild is called in this process: NodejsFunction starts it by way of npx, at a second a function, and prints its output.
 * What went into it is written beside it (`cdk.out/bundles/<name>.json`), where it isn't deployed.
 * @throws ConfigurationError `bundle-failed`, after esbuild has printed why
 */
export function bundledHandler(scope: Construct, name: FunctionName): Code {
  const entry = join(projectRoot, 'functions', name, 'handler.ts');
  // `cdk list` and `cdk destroy` need no code.
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(join(projectRoot, 'functions', name));

  const folder = join(Stage.of(scope)?.assetOutdir ?? 'cdk.out', 'bundles');
  const outfile = join(folder, name, 'index.mjs');
  mkdirSync(folder, { recursive: true });
  const metafile = build(name, { entryPoints: [entry], outfile });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(metafile));
  return Code.fromAsset(join(folder, name));
}

function build(name: FunctionName, options: Pick<BuildOptions, 'entryPoints' | 'outfile'>): Metafile {
  try {
    return buildSync({ ...bundling, ...options }).metafile;
  } catch (cause) {
    throw new ConfigurationError(
      'bundle-failed',
      `functions/${name} can't be bundled; the reasons are above.`,
      { cause },
    );
  }
}
