import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * How handlers are bundled.
 *
 * Packages' ES modules are taken before their CommonJS (`mainFields`), because tree shaking works on them: a seventh less
 * for ingest. The bundle is an ES module too, so that packages may use `import.meta` and top-level await. The AWS SDK goes
 * in: the version that was tested is the one that runs, and the parts that are used load no slower than the runtime's copy.
 * Names of classes and functions survive, since errors are known by theirs; with that, stack traces stay readable
 * without source maps.
 */
export const bundling = {
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
