import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Metafile } from 'esbuild';
import { bundleInto, projectRoot } from '../../infra/constructs/bundling.ts';
import type { variablesOf } from '../../shared/resources/environment.ts';

export type FunctionName = keyof typeof variablesOf;

/** A bundle on disk, and esbuild's account of it. */
export interface Bundle {
  path: string;
  /** All files together, minified. */
  bytes: number;
  metafile: Metafile;
}

/** The function's bundle, exactly as the stack deploys it. @param folder to write to */
export function functionBundle(name: FunctionName, folder: string): Bundle {
  const entry = join(projectRoot, 'functions', name, 'handler.ts');
  return built(join(folder, name), { entryPoints: [entry] });
}

/**
 * What the function could not be smaller than: the SDK clients and commands it uses, middy and the logger, bundled
 * alike. Which ones is read from the imports of all that went into the function's own bundle.
 */
export function baselineBundle(name: FunctionName, folder: string, { metafile }: Bundle): Bundle {
  const contents = baselineSource(Object.keys(metafile.inputs));
  const stdin = { contents, resolveDir: projectRoot, sourcefile: `${name}-baseline.js` };
  return built(join(folder, `${name}-baseline`), { stdin });
}

/** The entry of the baseline bundle: makes each client, as the function does at cold start, and keeps each command. */
export function baselineSource(inputs: string[]): string {
  const names = new Map<string, Set<string>>();
  for (const path of inputs) {
    if (/^(functions|shared)\/.*\.ts$/.test(path))
      collectSdkImports(readFileSync(join(projectRoot, path), 'utf8'), names);
  }
  const all = [...names].flatMap(([module, used]) => [...used].sort().map((name) => ({ module, name })));
  const clients = all.filter(({ name }) => /^[A-Z]\w*Client$/.test(name)).map(({ name }) => name);
  return [
    "import middy from '@middy/core';",
    "import { Logger } from '@aws-lambda-powertools/logger';",
    "import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';",
    ...all.map(({ module, name }) => `import { ${name} } from '${module}';`),
    `export const clients = [${clients.map((name) => `new ${name}({})`).join(', ')}];`,
    `export const used = [${all.map(({ name }) => name).join(', ')}];`,
    'export const handler = middy().use(injectLambdaContext(new Logger())).handler(async () => {});',
  ].join('\n');
}

const sdkImport = /(?:import|export)\s+\{([^}]*)\}\s+from\s+'(@aws-sdk\/[^']+)'/g;

function collectSdkImports(source: string, names: Map<string, Set<string>>): void {
  for (const [, list = '', module = ''] of source.matchAll(sdkImport)) {
    const values = list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '));
    names.set(module, new Set([...(names.get(module) ?? []), ...values]));
  }
}

function built(folder: string, source: Pick<BuildOptions, 'entryPoints' | 'stdin'>): Bundle {
  const metafile = bundleInto(folder, source);
  return { path: join(folder, 'index.mjs'), bytes: bytesOf(metafile), metafile };
}

/** All files of a bundle together. @returns bytes */
export const bytesOf = ({ outputs }: Metafile): number =>
  Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);

/** What Node.js reads and compiles to load the handler: its file and all that it imports, but not dynamically. @returns bytes */
export const bytesAtStart = (metafile: Metafile): number =>
  filesAtStart(metafile).reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);

/** The same as paths of its outputs. */
export function filesAtStart({ outputs }: Metafile): string[] {
  const loaded = new Set(Object.keys(outputs).filter((path) => path.endsWith('/index.mjs')));
  for (const file of loaded) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) loaded.add(path);
    }
  }
  return [...loaded];
}

/** Packages of which a bundle holds more than one copy: several versions, or both an ES module and a CommonJS form. */
export function duplicatesIn(metafile: Metafile): string[] {
  const copies = new Map<string, Set<string>>();
  for (const output of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const at = path.lastIndexOf('node_modules/');
      const form = metafile.inputs[path]?.format;
      // Files without a form are data, such as the package.json in which a client finds its own version.
      if (at === -1 || bytesInOutput === 0 || form === undefined) continue;
      const [, name = ''] = /^((?:@[^/]+\/)?[^/]+)/.exec(path.slice(at + 'node_modules/'.length)) ?? [];
      const folder = path.slice(0, at);
      copies.set(name, new Set([...(copies.get(name) ?? []), `${folder}${name} (${form})`]));
    }
  }
  return [...copies.values()].flatMap((found) => (found.size > 1 ? [[...found].sort().join(', ')] : []));
}
