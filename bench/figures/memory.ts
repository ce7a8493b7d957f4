import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figure, Row } from '../figure.ts';
import { markdownUpload } from '../support/articles.ts';
import { runWorker } from '../support/child.ts';
import { withFolder } from '../support/folders.ts';

/**
 * What V8 may keep: in a function of 256 MB there is not more left for it. On a machine with much memory it would also let
 * new objects fill up to 100 MB before it looks which of them are needed.
 */
const heap = ['--max-old-space-size=192', '--max-semi-space-size=8'];
const goal = { atMost: 256 };
const megabyte = 1024 * 1024;

interface Peak {
  peakKB: number;
  atStartKB: number;
  cpuMs: number;
  outcome?: string;
}

/** What is uploaded, by name of the key. */
const uploads: Record<string, (size: number) => string | Uint8Array> = {
  'picture.jpg': picture,
  'article.md': (size) => markdownUpload(1, size),
};

/** Runs a worker within the limit; one that dies of it is run again without, so that there is a number to show. */
async function peakOf(worker: string, args: string[]): Promise<Peak & { limited: boolean }> {
  try {
    return { ...(await runWorker<Peak>(worker, { args, nodeArgs: heap })), limited: true };
  } catch {
    return { ...(await runWorker<Peak>(worker, { args })), limited: false };
  }
}

function row(what: string, { peakKB, atStartKB, cpuMs, outcome, limited }: Peak & { limited: boolean }): Row {
  const note = [
    `${(atStartKB / 1024).toFixed(0)} MB of it before the work began, TypeScript loader included`,
    `${(cpuMs / 1000).toFixed(1)} s of CPU time`,
    ...(outcome === undefined ? [] : [`outcome: ${outcome}`]),
    ...(limited ? [] : [`did not finish with ${heap.join(' ')}; measured without`]),
  ];
  return { what, value: peakKB / 1024, unit: 'MB', goal, note: note.join('; ') };
}

export const memory: Figure = {
  name: 'memory',
  title: 'peak memory (RSS) of one invocation in a process of its own',
  alternative: '-',
  run: ({ quick, progress }) =>
    withFolder(async (folder) => {
      const rows: Row[] = [];
      const size = (quick ? 10 : 50) * megabyte;
      for (const [name, make] of Object.entries(uploads)) {
        const what = `ingest of ${name}, ${size / megabyte} MB`;
        progress(what);
        const path = join(folder, name);
        await writeFile(path, make(size));
        rows.push(row(what, await peakOf('memory-ingest.ts', [path, name])));
      }
      progress('publish of a head of 200 articles of 20 KB each');
      rows.push(row('publish of a head of 200 articles of 20 KB', await peakOf('memory-publish.ts', [])));
      return rows;
    }),
};

/** A picture as far as its first bytes tell: a JPEG of 640 by 480, filled up. */
function picture(size: number): Uint8Array {
  const bytes = Buffer.alloc(size, 0x55);
  Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0001108 01e0 0280 03012200021101031101'.replaceAll(' ', ''),
    'hex',
  ).copy(bytes);
  bytes.write('ffd9', size - 2, 'hex');
  return bytes;
}
