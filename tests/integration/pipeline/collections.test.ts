import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ReadEntry, readFully } from '../../helpers/feed-readers.ts';
import { startPipeline, type TestPipeline } from '../../helpers/pipeline.ts';

/*
 * Uploads that hold several articles, and articles that several uploads state, in steps.
 */

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.close());

/** Entries of the feed of everything, newest first, after its formats were found to agree. */
async function entries(feed = ''): Promise<ReadEntry[]> {
  const [atom, ...others] = await Promise.all(
    ['atom.xml', 'rss.xml', 'feed.json'].map(async (name) => readFully(await pipeline.text(feed + name))),
  );
  const facts = (list: ReadEntry[] = []) =>
    list.map(({ id, title, link, published }) => [id, title, link, published]);
  for (const other of others) expect(facts(other)).toEqual(facts(atom));
  return atom ?? [];
}

const titles = async (feed?: string) => (await entries(feed)).map(({ title }) => title);

interface Item {
  number: number;
  title: string;
  tag?: string;
}

const rss = (items: Item[]) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Weir notes</title><link>https://weir.example/</link><description>From the weir</description>
${items
  .map(
    ({ number, title, tag }) => `<item><title>${title}</title><guid isPermaLink="false">weir-${number}</guid>
<link>https://weir.example/${number}</link><pubDate>0${number} Mar 2026 08:00:00 GMT</pubDate>
${tag ? `<category>${tag}</category>` : ''}
<content:encoded><![CDATA[<p>Note number ${number}: the water at the weir stood ${number} hands high.</p>]]></content:encoded>
</item>`,
  )
  .join('\n')}
</channel></rss>`;

describe('an RSS file', () => {
  const key = 'notes/weir.xml';

  test('becomes an article an item', async () => {
    await pipeline.upload(
      key,
      rss([3, 2, 1].map((number) => ({ number, title: `Weir ${number}`, tag: 'Water' }))),
    );
    await pipeline.settled();
    expect(await titles()).toEqual(['Weir 3', 'Weir 2', 'Weir 1']);
    expect(await titles('tags/water/')).toEqual(['Weir 3', 'Weir 2', 'Weir 1']);
    expect((await pipeline.uploadRecord(key))?.articles).toHaveLength(3);
    expect(await pipeline.tags(key)).toEqual({ 'dropwire-status': 'accepted' });
    expect((await entries())[0]?.published).toBe('2026-03-03T08:00:00.000Z');
  });

  test('loses, changes and gains articles with its items', async () => {
    const before = await entries();
    await pipeline.upload(
      key,
      rss([
        { number: 4, title: 'Weir 4' },
        { number: 3, title: 'Weir 3', tag: 'Water' },
        { number: 1, title: 'Weir 1 again', tag: 'Water' },
      ]),
    );
    await pipeline.settled();
    const after = await entries();
    expect(after.map(({ title }) => title)).toEqual(['Weir 4', 'Weir 3', 'Weir 1 again']);
    expect(after.map(({ id }) => id).slice(1)).toEqual([before[0]?.id, before[2]?.id]);
    expect(after.map(({ link }) => link).slice(1)).toEqual([before[0]?.link, before[2]?.link]);
    expect(await titles('tags/water/')).toEqual(['Weir 3', 'Weir 1 again']);
    const gone = before[1]?.link.replace(pipeline.stack.siteUrl, '') ?? '';
    expect((await pipeline.fetch(gone)).status).toBe(410);
    expect(await pipeline.traces('Note number 2')).toEqual([]);
  });

  test('changes nothing when it comes again as it is', async () => {
    const [site, store] = await Promise.all([pipeline.objects('site'), pipeline.objects('store')]);
    await pipeline.upload(
      key,
      rss([
        { number: 4, title: 'Weir 4' },
        { number: 3, title: 'Weir 3', tag: 'Water' },
        { number: 1, title: 'Weir 1 again', tag: 'Water' },
      ]),
    );
    await pipeline.settled();
    expect(await pipeline.objects('site')).toEqual(site);
    expect(await pipeline.objects('store')).toEqual(store);
  });

  test('tells the uploader of items that make no article, and publishes the others', async () => {
    const items = [4, 3, 1].map((number) => ({
      number,
      title: number === 1 ? 'Weir 1 again' : `Weir ${number}`,
    }));
    const bare = '<item><title>Nothing more</title><guid isPermaLink="false">weir-9</guid></item></channel>';
    await pipeline.upload(key, rss(items).replace('</channel>', bare));
    await pipeline.settled();
    expect(await titles()).toEqual(['Weir 4', 'Weir 3', 'Weir 1 again']);
    const reason = /^1 of its entries make no article: Nothing more - The file holds no text/;
    expect(await pipeline.uploadRecord(key)).toMatchObject({
      state: 'accepted',
      reason: expect.stringMatching(reason),
    });
    expect(await pipeline.tags(key)).toEqual({
      'dropwire-status': 'accepted',
      'dropwire-reason': expect.stringMatching(reason),
    });
  });

  test('takes its articles along when it is broken off or deleted, but not before', async () => {
    await pipeline.upload(key, rss([{ number: 5, title: 'Weir 5' }]).slice(0, -60));
    await pipeline.settled();
    expect(await pipeline.uploadRecord(key)).toMatchObject({ state: 'rejected' });
    expect(await titles()).toEqual(['Weir 4', 'Weir 3', 'Weir 1 again']);
    await pipeline.remove(key);
    await pipeline.settled();
    expect(await entries()).toEqual([]);
    expect(await pipeline.traces('Note number')).toEqual([]);
  });
});

describe('a WordPress export', () => {
  const key = 'export/blog.xml';
  const post = (id: number, title: string, status: string, type = 'post') => `<item><title>${title}</title>
<link>https://mill.example/?p=${id}</link><guid isPermaLink="false">https://mill.example/?p=${id}</guid>
<dc:creator><![CDATA[miller]]></dc:creator><pubDate>Mon, 0${id} Jun 2026 06:00:00 +0000</pubDate>
<content:encoded><![CDATA[Post ${id} is about the mill.

It turns when there is wind, and otherwise it stands.]]></content:encoded>
<wp:post_id>${id}</wp:post_id><wp:post_date_gmt>2026-06-0${id} 06:00:00</wp:post_date_gmt>
<wp:status>${status}</wp:status><wp:post_type>${type}</wp:post_type>
<category domain="post_tag" nicename="mill"><![CDATA[Mill]]></category></item>`;
  const wxr = (...posts: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel>
<title>The mill</title><link>https://mill.example</link><wp:wxr_version>1.2</wp:wxr_version>
${posts.join('\n')}</channel></rss>`;

  test('shows what was published there, not the drafts', async () => {
    await pipeline.upload(
      key,
      wxr(post(1, 'Mill 1', 'publish'), post(2, 'Mill 2', 'draft'), post(3, 'Mill 3', 'publish')),
    );
    await pipeline.settled();
    expect(await titles()).toEqual(['Mill 3', 'Mill 1']);
    expect(await titles('tags/mill/')).toEqual(['Mill 3', 'Mill 1']);
    expect(await pipeline.traces('Post 2 is about')).toEqual([]);
  });

  test('follows a post that becomes public, and one that goes back to being a draft', async () => {
    await pipeline.upload(
      key,
      wxr(post(1, 'Mill 1', 'draft'), post(2, 'Mill 2', 'publish'), post(3, 'Mill 3', 'publish')),
    );
    await pipeline.settled();
    expect(await titles()).toEqual(['Mill 3', 'Mill 2']);
    expect(await pipeline.traces('Post 1 is about')).toEqual([]);
    await pipeline.remove(key);
    await pipeline.settled();
    expect(await entries()).toEqual([]);
  });
});

describe('two uploads that state one id', () => {
  const article = (updated: string, title: string) => `---
id: urn:example:shared
title: ${title}
date: 2026-04-01T10:00:00Z
updated: ${updated}
---
${title}, from one of two files.
`;

  test('make one article, for which the newer one speaks', async () => {
    await Promise.all([
      pipeline.upload('left/one.md', article('2026-04-02T10:00:00Z', 'The left version')),
      pipeline.upload('right/one.md', article('2026-04-03T10:00:00Z', 'The right version')),
    ]);
    await pipeline.settled();
    expect(await titles()).toEqual(['The right version']);
    expect(
      Object.keys((await pipeline.articleRecord('', 'urn:example:shared'))?.claims ?? {}).sort(),
    ).toEqual(['left/one.md', 'right/one.md']);
  });

  test('and when the newer one is deleted, the other speaks for it, under the same address', async () => {
    const [before] = await entries();
    await pipeline.remove('right/one.md');
    await pipeline.settled();
    const [after, ...others] = await entries();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ title: 'The left version', id: before?.id, link: before?.link });
    expect(await titles('sections/right/')).toEqual([]);
    expect(await titles('sections/left/')).toEqual(['The left version']);
  });

  test('and when both are gone, so is the article', async () => {
    await pipeline.remove('left/one.md');
    await pipeline.settled();
    expect(await entries()).toEqual([]);
    expect(await pipeline.articleRecord('', 'urn:example:shared')).toMatchObject({
      claims: {},
      condemned: [],
    });
    expect(await pipeline.traces('from one of two files')).toEqual([]);
  });
});

test('nothing went wrong on the way', async () => {
  expect(pipeline.troubles).toEqual([]);
  expect(await pipeline.deadLetters()).toBe(0);
});
