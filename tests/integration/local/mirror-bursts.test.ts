import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Mirror, startMirror } from '../../../local/mirror.ts';
import type { S3 } from '../../../shared/clients.ts';
import { S3Model } from '../../helpers/models/s3/s3-model.ts';
import { until } from '../../helpers/pipeline.ts';

/*
 * Many files at once, in folders that are made for them: what a watcher of files is known to lose some of.
 */

const rounds = 3;
const folders = 12;
const files = 8;

let root: string;
let mirror: Mirror;
const model = new S3Model(() => Date.now());
const keys = () => [...model.bucket('inbox').current()].map(([key]) => key).sort();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dropwire-bursts-'));
  model.addBucket('inbox');
  mirror = await startMirror({
    folder: join(root, 'inbox'),
    s3: model.client<S3>(),
    bucket: 'inbox',
    stateFile: join(root, 'mirror.db'),
    onWarning: () => undefined,
  });
});
afterAll(async () => {
  await mirror.close();
  await rm(root, { recursive: true, force: true });
});

const names = (round: number) =>
  Array.from(
    { length: folders * files },
    (_, index) => `round ${round}/folder ${index % folders}/${index}.md`,
  );

/** As editors save: the file is there as a whole, or not at all. */
async function save(name: string, text: string): Promise<void> {
  const path = join(root, 'inbox', name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

test('every file of a burst is carried over, and every deletion', async () => {
  const expected = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    await Promise.all(names(round).map((name) => save(name, `text of ${name}`)));
    for (const name of names(round)) expected.add(name);
    await until('the files of a burst', async () => keys().length === expected.size);
    const doomed = names(round).filter((_, index) => index % 3 === 0);
    await Promise.all(doomed.map((name) => rm(join(root, 'inbox', name))));
    for (const name of doomed) expected.delete(name);
    await until('the deletions of a burst', async () => keys().length === expected.size);
    expect(keys()).toEqual([...expected].sort());
  }
});
