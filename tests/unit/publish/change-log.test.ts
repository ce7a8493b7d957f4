import { describe, expect, test } from '@jest/globals';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { publish } from '../../../functions/publish/publish.ts';
import { SiteObjects } from '../../../functions/publish/site-objects.ts';
import { changeLogSettings } from '../../../shared/resources/settings.ts';
import { readChangeLog } from '../../helpers/change-log.ts';
import { PublishingBench, sampleArticle } from '../../helpers/publishing.ts';

const { recordsPerPage: changesPerPage } = changeLogSettings;

/** A publisher with pages of three records. */
function bench(): PublishingBench {
  const made = new PublishingBench();
  made.deps.changesPerPage = 3;
  return made;
}

const article = (key: string, title: string, tags: string[] = []) =>
  sampleArticle(key, { title, tags, content: { html: `<p>${title}</p>`, markdown: title, text: title } });

const logOf = (made: PublishingBench) => readChangeLog((key) => made.read(key));
const summary = (made: PublishingBench) => {
  const { records, problems } = logOf(made);
  expect(problems).toEqual([]);
  return records.map(({ sequence, kind, url }) => `${sequence} ${kind} ${url.split('/')[4]?.split('-')[0]}`);
};
const requests = (made: PublishingBench) =>
  new Map([...made.s3.requests, ...made.dynamodb.requests].map(([name, count]) => [name, count]));

async function change(made: PublishingBench, key: string, title: string | undefined, tags?: string[]) {
  made.now += 60_000;
  const id = await made.put(`${key}.md`, title === undefined ? undefined : article(`${key}.md`, title, tags));
  await made.publish([id]);
  return id;
}

describe('what it tells', () => {
  test('each change of an article, in order, with where it stands and what it left', async () => {
    const made = bench();
    const id = await change(made, 'one', 'First', ['rain', 'wind']);
    const hash = logOf(made).records[0]?.hash;
    await change(made, 'one', 'Second', ['wind']);
    await change(made, 'one', undefined);
    const { records, problems } = logOf(made);
    expect(problems).toEqual([]);
    expect(records.map(({ kind }) => kind)).toEqual(['published', 'updated', 'withdrawn']);
    const [published, updated, withdrawn] = records;
    expect(published).toMatchObject({ id, version: 1, at: '2026-06-15T12:01:00.000Z' });
    expect(published?.feeds).toEqual(['all', 'tags/rain', 'tags/wind', 'languages/en']);
    expect(published?.left).toBeUndefined();
    expect(updated).toMatchObject({ left: ['tags/rain'], at: '2026-06-15T12:02:00.000Z' });
    expect(updated?.hash).not.toBe(hash);
    expect(withdrawn).toMatchObject({ feeds: updated?.feeds, at: '2026-06-15T12:03:00.000Z' });
    expect(withdrawn?.hash).toBeUndefined();
    expect(new Set(records.map(({ url }) => url)).size).toBe(1);
  });

  test('nothing of drafts and of what is to come', async () => {
    const made = bench();
    const draft = await made.put('draft.md', { ...article('draft.md', 'Draft'), draft: true });
    const later = await made.put('later.md', {
      ...article('later.md', 'Later'),
      embargo: '2026-06-16T12:00:00.000Z',
    });
    await made.publish([draft, later], ['all']);
    expect(made.siteKeys().filter((key) => key.startsWith('changes'))).toEqual([]);
  });

  test('several changes before a publisher came, each by itself', async () => {
    const made = bench();
    for (const title of ['First', 'Second', undefined, 'Third']) {
      made.now += 60_000;
      await made.put('one.md', title === undefined ? undefined : article('one.md', title));
    }
    await change(made, 'two', 'Other');
    await change(made, 'one', 'Fourth');
    expect(summary(made)).toEqual([
      '1 published two',
      '2 published one',
      '3 updated one',
      '4 withdrawn one',
      '5 published one',
      '6 updated one',
    ]);
  });

  test('in pages that fit the schema that the site offers', async () => {
    const made = bench();
    for (let n = 0; n < 7; n++) await change(made, 'one', `Version ${n}`);
    const ajv = new Ajv2020.default({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(made.read('schema/changes.v1.json') ?? ''));
    const keys = made.siteKeys().filter((key) => key.startsWith('changes'));
    expect(keys).toEqual(['changes.json', 'changes/1.json', 'changes/2.json']);
    for (const key of keys) {
      expect([key, validate(JSON.parse(made.read(key) ?? '')), validate.errors]).toEqual([key, true, null]);
      const { schema } = JSON.parse(made.read(key) ?? '');
      expect(made.siteKeys()).toContain(schema.slice(1));
    }
    expect(validate({ page: 1 })).toBe(false);
  });

  test('a page never has more records than fit', async () => {
    const made = bench();
    const ids: string[] = [];
    for (let n = 0; n < 8; n++) ids.push(await made.put(`${n}.md`, article(`${n}.md`, `Story ${n}`)));
    await made.publish(ids);
    expect(logOf(made).pages.map(({ records }) => records.length)).toEqual([3, 3, 2]);
    expect(logOf(made).problems).toEqual([]);
  });
});

describe('what it costs', () => {
  test('one PUT for each batch, and nothing where nothing changed', async () => {
    const made = new PublishingBench();
    await change(made, 'one', 'First');
    const ids: string[] = [];
    for (let n = 0; n < 40; n++) ids.push(await made.put(`${n}.md`, article(`${n}.md`, `Story ${n}`)));
    const log = () => made.s3.bucket('site').newest('changes.json')?.etag;
    const before = { requests: requests(made), log: log() };
    await made.publish(ids);
    expect(log()).not.toBe(before.log);
    // The site and the store are read with GetObject: a revision each, and nothing of the log.
    expect((requests(made).get('GetObject') ?? 0) - (before.requests.get('GetObject') ?? 0)).toBe(40);
    expect(requests(made).get('BatchWriteItem')).toBeUndefined();
    const { etag, versionId } = made.s3.bucket('site').newest('changes.json') ?? {};
    await made.publish(ids);
    expect(made.s3.bucket('site').newest('changes.json')).toMatchObject({ etag, versionId });
  });

  test('a full page costs a few requests, and clears the catalog of what it holds', async () => {
    const made = new PublishingBench();
    for (let n = 0; n <= changesPerPage; n++) await made.put(`${n}.md`, article(`${n}.md`, `Story ${n}`));
    const waiting = () =>
      [...made.dynamodb.table('catalog').items()].filter(({ sk }) => sk.startsWith('CHANGE#')).length;
    expect(waiting()).toBe(changesPerPage + 1);
    const ids = [...made.dynamodb.table('catalog').items()]
      .filter(({ sk }) => sk === 'ARTICLE')
      .map(({ item }) => item.id?.S ?? '');
    await made.publish(ids);
    expect(waiting()).toBe(1);
    expect(requests(made).get('BatchWriteItem')).toBe(changesPerPage / 25);
    expect(logOf(made).records.length).toBe(changesPerPage + 1);
  });
});

describe('when something goes wrong', () => {
  test('another process, which knows nothing, repeats nothing', async () => {
    const made = bench();
    for (let n = 0; n < 5; n++) await change(made, 'one', `Version ${n}`);
    const deps = { ...made.deps, site: new SiteObjects(made.deps.s3, 'site') };
    const before = made.read('changes.json');
    const { records } = logOf(made);
    await publish(deps, { articles: [records[0]?.id ?? ''] });
    expect(made.read('changes.json')).toBe(before);
    await change(made, 'two', 'Other');
    expect(logOf(made).problems).toEqual([]);
  });

  test.each([
    ['lost', (made: PublishingBench) => made.s3.DeleteObject({ Bucket: 'site', Key: 'changes.json' })],
    [
      'damaged',
      (made: PublishingBench) => made.s3.PutObject({ Bucket: 'site', Key: 'changes.json', Body: '{"page":' }),
    ],
  ])('a head that was %s leaves a gap in the numbers, and no number is used twice', async (_, damage) => {
    const made = bench();
    for (let n = 0; n < 5; n++) await change(made, 'one', `Version ${n}`);
    const used = logOf(made).records.map(({ sequence }) => sequence);
    const lost = logOf(made)
      .records.slice(3)
      .map(({ id, hash }) => `${id} ${hash}`);
    damage(made);
    await change(made, 'two', 'Other');
    const { records, pages } = logOf(made);
    const page = pages.at(-1);
    expect(pages.length).toBe(2);
    expect(page?.previous).toBe('/changes/1.json');
    expect(page?.records[0]?.sequence).toBeGreaterThan(Math.max(...used) + 1);
    // What the lost page held still waits in the catalog.
    await made.publish([records[0]?.id ?? '']);
    const told = logOf(made).records.map(({ id, hash }) => `${id} ${hash}`);
    expect(told.length).toBe(6);
    expect(told.toSpliced(3, 1)).toEqual(
      records
        .slice(0, 3)
        .map(({ id, hash }) => `${id} ${hash}`)
        .concat(lost),
    );
  });

  test('a sealed page that was replaced is never written over, and says so', async () => {
    const made = bench();
    for (let n = 0; n < 3; n++) await change(made, 'one', `Version ${n}`);
    made.s3.PutObject({ Bucket: 'site', Key: 'changes/1.json', Body: 'mine' });
    await expect(change(made, 'one', 'Another')).rejects.toThrow('/changes.json');
    expect(made.read('changes/1.json')).toBe('mine');
    made.s3.DeleteObject({ Bucket: 'site', Key: 'changes.json' });
    await change(made, 'one', 'Yet another');
    expect(JSON.parse(made.read('changes.json') ?? '')).toMatchObject({ page: 2 });
  });
});
