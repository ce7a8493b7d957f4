import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FeedReport, reportAsText, validateFeed } from '../../../cli/validate/validate-feed.ts';
import { rfc822Fault } from '../../../cli/validate/values.ts';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';
import { feedView, publishedArticle } from '../../helpers/published-article.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dropwire-validate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function validate(text: string | Uint8Array): Promise<FeedReport> {
  const path = join(folder, 'feed');
  await writeFile(path, text);
  return validateFeed('feed', path);
}

/** Problems as `line severity rule`. */
const told = ({ problems }: FeedReport): string[] =>
  problems.map(({ line = '-', severity, rule }) => `${line} ${severity} ${rule}`);

const rss = (channel: string, item = ''): string => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Tides</title><link>https://tides.example/</link><description>High and low</description>
<atom:link rel="self" href="https://tides.example/rss.xml"/>${channel}
<item><title>One</title><guid isPermaLink="false">one</guid>${item}</item>
</channel></rss>`;

const atom = (feed: string, entry = ''): string => `<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:example:tides</id><title>Tides</title><updated>2026-01-31T08:00:00Z</updated>
<link rel="self" href="https://tides.example/atom.xml"/>${feed}
<entry><id>urn:example:one</id><title>One</title><updated>2026-01-31T08:00:00Z</updated>
<author><name>Mara</name></author><content type="html">&lt;p&gt;Text&lt;/p&gt;</content>${entry}</entry></feed>`;

const json = (feed: object, item: object = {}): string =>
  JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Tides',
      home_page_url: 'https://tides.example/',
      feed_url: 'https://tides.example/feed.json',
      ...feed,
      items: [{ id: 'one', content_text: 'Text', ...item }],
    },
    null,
    1,
  );

test('what Dropwire publishes has neither errors nor warnings', async () => {
  const html = '<p>A <a href="https://news.example/">link</a> &amp; more]]&gt;</p>';
  const content = { html, markdown: 'x', text: 'x' };
  const entries = [publishedArticle({ content }), publishedArticle({ slug: 'second' })];
  const view = feedView({ entries });
  for (const text of [renderRss(view), renderAtom(view), renderFeedJson(view)]) {
    expect(await validate(text)).toMatchObject({ ok: true, entries: 2, problems: [] });
  }
});

describe('RSS', () => {
  const cases: [string, string, string, string[]][] = [
    ['nothing wrong', '', '', []],
    ['no XML', '<b>', '', ['6 error xml-well-formed']],
    ['an undeclared character name', '&nbsp;', '', ['4 error xml-well-formed']],
    ['an undeclared prefix', '', '<dc:creator>x</dc:creator>', ['5 error xml-well-formed']],
    ['a title twice', '<title>x</title>', '', ['4 error rss-repeated']],
    ['a date of another kind', '', '<pubDate>2026-01-31T08:00:00Z</pubDate>', ['5 error rss-date']],
    ['a wrong weekday', '', '\n<pubDate>Mon, 31 Jan 2026 08:00:00 GMT</pubDate>', ['6 error rss-date']],
    [
      'a guid twice',
      '',
      '</item><item><title>x</title><guid isPermaLink="false">one</guid>',
      ['5 error duplicate-id'],
    ],
    ['no guid', '', '</item><item><title>x</title>', ['5 warning rss-guid']],
    ['a guid that is no address', '', '</item><item><title>x</title><guid>two</guid>', ['5 error rss-guid']],
    [
      'an item with nothing',
      '',
      '</item><item><guid isPermaLink="false">two</guid>',
      ['5 error rss-item-empty'],
    ],
    ['a relative link', '', '<link>/one</link>', ['5 error rss-address']],
    [
      'half an enclosure',
      '',
      '<enclosure url="https://x.example/a.mp3"/>',
      ['5 error rss-enclosure', '5 error rss-enclosure'],
    ],
    ['a name as author', '', '<author>Mara</author>', ['5 warning rss-author']],
    [
      'relative pictures',
      '',
      '<content:encoded><![CDATA[<img src="/a.png">]]></content:encoded>',
      ['5 warning relative-address'],
    ],
    ['scripts', '', '<description>&lt;script>x&lt;/script></description>', ['5 warning removed-element']],
    ['a language nobody speaks', '<language>english_language</language>', '', ['4 error rss-language']],
  ];
  test.each(cases)('%s', async (_, channel, item, expected) => {
    expect(told(await validate(rss(channel, item)))).toEqual(expected);
  });

  test('without what a channel needs', async () => {
    const report = await validate('<rss version="0.91"><channel></channel></rss>');
    expect(new Set(told(report))).toEqual(
      new Set([
        '1 error rss-version',
        '1 error rss-channel-title',
        '1 error rss-channel-link',
        '1 error rss-channel-description',
        '1 warning rss-self',
        '1 warning no-entries',
      ]),
    );
    expect(await validate('<rss version="2.0"/>')).toMatchObject({ ok: false, entries: 0 });
  });

  test('dates', () => {
    for (const good of [
      'Sat, 31 Jan 2026 08:00:00 GMT',
      '1 Feb 2026 08:00 +0100',
      'Sat, 31 Jan 2026 08:00:00 EST',
    ]) {
      expect(rfc822Fault(good)).toBeUndefined();
    }
    for (const bad of [
      'Sat, 31 Jan 26 08:00:00 GMT',
      '31 Jänner 2026 08:00 GMT',
      '30 Feb 2026 08:00 GMT',
      '1 Feb 2026 25:00 GMT',
      '1 Feb 2026 08:00 UTC',
      '',
    ]) {
      expect(rfc822Fault(bad)).toBeDefined();
    }
  });
});

describe('Atom', () => {
  const cases: [string, string, string, string[]][] = [
    ['nothing wrong', '', '', []],
    ['two titles', '<title>x</title>', '', ['3 error atom-repeated']],
    ['an impossible date', '', '<published>2026-02-30T08:00:00Z</published>', ['5 error atom-date']],
    ['a nameless author', '<author><name/></author>', '', ['3 error atom-name']],
    [
      'two alternate links',
      '',
      '<link href="https://a.example"/><link href="https://b.example"/>',
      ['5 error atom-link'],
    ],
    ['a link to nothing', '', '<link rel="related"/>', ['5 error atom-link']],
    ['XHTML without its div', '', '<summary type="xhtml">x</summary>', ['5 error atom-type']],
    ['tags in text', '', '<summary>a <b>b</b></summary>', ['5 error atom-type']],
    [
      'an entry without author',
      '',
      '</entry><entry><id>urn:example:two</id><title>x</title><updated>2026-01-31T08:00:00Z</updated><summary>x</summary><link href="https://a.example"/>',
      ['5 error atom-author'],
    ],
    [
      'an entry without content',
      '<author><name>x</name></author>',
      '</entry><entry><id>urn:example:two</id><title>x</title><updated>2026-01-31T08:00:00Z</updated>',
      ['5 error atom-content', '5 warning atom-content'],
    ],
    [
      'an id twice',
      '',
      '</entry><entry><id>urn:example:one</id><title>x</title><updated>2026-01-31T08:00:00Z</updated><author><name>x</name></author><content>x</content>',
      ['5 warning duplicate-id'],
    ],
    [
      'an id that is no URI',
      '',
      '</entry><entry><id>two</id><title>x</title><updated>2026-01-31T08:00:00Z</updated><author><name>x</name></author><content>x</content>',
      ['5 error atom-id'],
    ],
  ];
  test.each(cases)('%s', async (_, feed, entry, expected) => {
    expect(told(await validate(atom(feed, entry)))).toEqual(expected);
  });

  test('relative addresses have a base, or none', async () => {
    const content = '<summary type="html">&lt;a href="x"&gt;</summary>';
    expect(told(await validate(atom('', content)))).toEqual(['5 warning relative-address']);
    const based = atom('', content).replace('<feed ', '<feed xml:base="https://tides.example/" ');
    expect(told(await validate(based))).toEqual([]);
  });
});

describe('JSON Feed', () => {
  const cases: [string, object, object, string[]][] = [
    ['nothing wrong', {}, {}, []],
    ['an old version', { version: 'https://jsonfeed.org/version/2' }, {}, ['2 error json-member']],
    ['no title', { title: undefined }, {}, ['1 error json-member']],
    ['a number as id', {}, { id: 7 }, ['8 error json-member']],
    ['no content', {}, { content_text: undefined }, ['7 error json-content']],
    ['a date of another kind', {}, { date_published: '31 Jan 2026' }, ['10 error json-member']],
    [
      'an attachment without type',
      {},
      { attachments: [{ url: 'https://a.example/x' }] },
      ['11 error json-member'],
    ],
    ['an empty author', { authors: [{}] }, {}, ['7 error json-member']],
    ['the author of version 1', {}, { author: { name: 'x' } }, ['10 warning json-author']],
    ['a member of nobody', { published: 1 }, {}, ['6 warning json-unknown']],
    ['an extension', { _ours: 1 }, {}, []],
    ['going round in circles', { next_url: 'https://tides.example/feed.json' }, {}, ['6 error json-next']],
    ['no address', { feed_url: undefined }, {}, ['- warning json-address']],
    ['relative pictures', {}, { content_html: '<img src=a.png>' }, ['10 warning relative-address']],
  ];
  test.each(cases)('%s', async (_, feed, item, expected) => {
    expect(told(await validate(json(feed, item)))).toEqual(expected);
  });

  test('an id twice, and JSON that ends early', async () => {
    const twice = json({}).replace(/(\{\s+"id"[^}]+\})/, '$1,$1');
    expect(told(await validate(twice))).toEqual(['11 error duplicate-id']);
    expect(told(await validate('{\n"version": 1,\n}'))).toEqual(['3 error json-well-formed']);
    expect(told(await validate('{\n"version": 1'))).toEqual(['2 error json-well-formed']);
  });
});

describe('any document', () => {
  test('that is no feed, or not in the encoding that it claims', async () => {
    expect(told(await validate('Hello'))).toEqual(['1 error no-feed']);
    expect(told(await validate('<html/>'))).toEqual(['1 error no-feed']);
    expect(told(await validate(`\n${rss('')}`))).toEqual(['1 error xml-well-formed']);
    expect(told(await validate(Buffer.from(rss('<copyright>\xe9</copyright>'), 'latin1')))).toEqual([
      '- error encoding',
    ]);
    const latin = rss('<copyright>\xe9</copyright>').replace('utf-8', 'iso-8859-1');
    expect(told(await validate(Buffer.from(latin, 'latin1')))).toEqual([]);
    await expect(validateFeed('none', join(folder, 'none'))).rejects.toMatchObject({
      code: 'unreadable-file',
    });
  });

  test('fetched, is judged by how it is served', async () => {
    const serve = (body: string, headers: Record<string, string>, status = 200) =>
      validateFeed('https://tides.example/rss.xml', '', async () => new Response(body, { headers, status }));
    const good = { 'content-type': 'application/rss+xml; charset=utf-8', etag: '"1"' };
    expect(told(await serve(rss(''), good))).toEqual([]);
    expect(told(await serve(rss(''), { 'content-type': 'text/html' }))).toEqual([
      '- warning http-validators',
      '- warning http-type',
    ]);
    expect(told(await serve(rss(''), { ...good, 'content-type': 'text/xml; charset=iso-8859-1' }))).toEqual([
      '1 warning encoding-contradiction',
    ]);
    expect(told(await serve(rss('').replace('rss.xml', 'old.xml'), good))).toEqual(['4 warning rss-self']);
    expect(told(await serve('gone', good, 410))).toEqual(['- error http-status']);
    const unreachable = await validateFeed('https://tides.example/', '', async () => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') });
    });
    expect(unreachable.problems[0]?.message).toContain('ENOTFOUND');
  });

  test('is reported as compilers do, the same fault only so many times', async () => {
    const text = rss('', '</item><item>'.repeat(30));
    const report = await validate(text);
    expect(report.further).toEqual({ 'rss-item-empty': 20, 'rss-guid': 20 });
    const lines = reportAsText(report).split('\n');
    expect(lines[0]).toMatch(/^feed:5: error: An item needs .* \(rss-item-empty\)$/);
    expect(lines.at(-1)).toBe('feed: RSS 2.0, 31 entries: 10 errors, 10 warnings');
  });
});
