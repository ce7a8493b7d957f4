import { execFile } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { type ReadableTemplate, readable } from './readable-template.ts';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The cloud assembly, made by what `npm run synth` calls, in a folder of its own. */
export interface Assembly {
  folder: string;
  /** All that the command printed. */
  printed: string;
  template: ReadableTemplate;
}

/** @throws when the command fails, as it does when cdk-nag finds something */
async function synthesize(): Promise<Assembly> {
  const folder = await mkdtemp(join(tmpdir(), 'dropwire-synth-'));
  const cli = join(projectRoot, 'node_modules/aws-cdk/bin/cdk');
  // Nothing of a person's own account or settings may matter.
  const env = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [cli, 'synth', '--quiet', '--output', folder],
    { cwd: projectRoot, env },
  );
  const template = JSON.parse(await readFile(join(folder, 'Dropwire.template.json'), 'utf8'));
  return { folder, printed: stdout + stderr, template: readable(template) };
}

/** What went into a function's bundle, by esbuild's own account. */
export async function metafileOf(assembly: Assembly, name: string): Promise<Metafile> {
  return JSON.parse(await readFile(join(assembly.folder, 'bundles', `${name}.json`), 'utf8'));
}

export const assembly = await synthesize();
export const { template } = assembly;
