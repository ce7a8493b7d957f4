import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync, type Metafile } from 'esbuild';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/**
 * How handlers are bundled.
 *
 * Packages' ES modules are taken before their CommonJS (`mainFields`), because tree shaking works on them: a seventh less
 * for ingest. The bundle is an ES module too, so that packages may use `import.meta` and top-level await. The AWS SDK goes
 * in: the version that was tested is the one that runs, and the parts that are used load no slower than the runtime's copy.
 * What is imported dynamically is a file of its own: Node.js compiles every file that it loads, whole.
 * Two packages that come with others are never called in Lambda; what stands in their place says why.
 * Names of classes and functions survive, since errors are known by theirs; with that, stack traces stay readable
 * without source maps.
 */
const bundling = {
  absWorkingDir: projectRoot,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  entryNames: 'index',
  chunkNames: '[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': './shared/substitutes/credential-provider-node.ts',
    sax: './shared/substitutes/sax.ts',
  },
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
 * Bundles one entry into `index.mjs` and the files that it loads when needed.
 * @param folder to write to; it must be empty
 * @returns esbuild's account of what went into which file
 * @throws esbuild's BuildFailure, after it has printed why
 */
export function bundleInto(folder: string, source: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Metafile {
  const { metafile, outputFiles } = buildSync({ ...bundling, ...source, outdir: folder, write: false });
  const outputs = loadable(metafile.outputs);
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    const output = outputs[relative(projectRoot, path)];
    if (!output) continue;
    const code = inAscii(text);
    writeFileSync(path, code);
    output.bytes = code.length;
  }
  return { ...metafile, outputs };
}

type Outputs = Metafile['outputs'];

/** esbuild makes a file of whatever is imported dynamically, also by code that it then leaves out: nothing loads those. */
function loadable(outputs: Outputs): Outputs {
  const paths = new Set(Object.keys(outputs).filter((path) => basename(path) === 'index.mjs'));
  for (const path of paths)
    for (const { path: imported } of outputs[path]?.imports ?? []) paths.add(imported);
  return Object.fromEntries(Object.entries(outputs).filter(([path]) => paths.has(path)));
}

/**
 * V8 keeps source with any character beyond Latin-1 in two bytes a character, and takes a third longer to compile it.
 * esbuild escapes them except in regular expressions and tagged templates, where the same escape means the same, too
 * (but for `String.raw`, unless a regular expression is made of it).
 */
const inAscii = (code: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is ASCII, all of it
  code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
