import { gzipSync } from 'node:zlib';
import { describe, expect, jest, test } from '@jest/globals';
import { type ChildNode, type Element, isTag } from 'domhandler';
import JSZip from 'jszip';
import { containerOf, type Layout } from '../../../shared/article/body/containers.ts';
import { FlowBuilder } from '../../../shared/article/body/flow-builder.ts';
import { parseFragment, textOf } from '../../../shared/article/body/parse-fragment.ts';
import { tidy } from '../../../shared/article/body/tidy.ts';
import { articleOf, articlesOf, rejectionOf } from './support/site.ts';

const heapMB = (): number => process.memoryUsage().rss / 1024 / 1024;

describe('archives that unpack to more than they should', () => {
  test('a gzip bomb is stopped at the bound, before it is in memory', async () => {
    const bomb = gzipSync(Buffer.alloc(72 * 1024 * 1024));
    const before = heapMB();
    expect(await rejectionOf('bomb.txt.gz', bomb)).toMatchObject({ code: 'unpacked-too-large' });
    expect(heapMB() - before).toBeLessThan(150);
  });

  test('a zip bomb named .docx is stopped by the sizes it declares', async () => {
    const zip = new JSZip();
    zip.file('word/document.xml', Buffer.alloc(49 * 1024 * 1024));
    const bytes = await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
    expect(bytes.length).toBeLessThan(200_000);
    expect(await rejectionOf('bomb.docx', bytes)).toMatchObject({ code: 'archive-too-large' });
  }, 60_000);

  test('an archive that lies about its sizes is stopped at the size it declares', async () => {
    const zip = new JSZip();
    zip.file('word/document.xml', Buffer.alloc(8 * 1024 * 1024));
    const bytes = Buffer.from(await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }));
    const central = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    bytes.writeUInt32LE(1000, central + 24);
    expect(await rejectionOf('liar.docx', bytes)).toMatchObject({ code: 'docx-broken' });
  });
});

describe('XML that reaches out or multiplies', () => {
  const rss = (declarations: string, title: string): string =>
    `<?xml version="1.0"?><!DOCTYPE rss [${declarations}]><rss version="2.0"><channel><title>c</title><item><guid>urn:x:1</guid><title>${title}</title><description>Some text.</description></item></channel></rss>`;

  test('an external entity is not fetched', async () => {
    const article = await articleOf('x.xml', rss('<!ENTITY e SYSTEM "file:///etc/passwd">', 'A &e; b'));
    expect(article.title).toBe('A &e; b');
  });

  test('entities are not expanded, so that a billion laughs stay one', async () => {
    const laughs = Array.from(
      { length: 9 },
      (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
    ).join('');
    const article = await articleOf('x.xml', rss(`<!ENTITY l0 "ha">${laughs}`, 'Ha &l9;'));
    expect(article.title).toBe('Ha &l9;');
  });

  test('nesting has a bound', async () => {
    const deep = `<rss><channel><item>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</item></channel></rss>`;
    expect(await rejectionOf('x.xml', deep)).toMatchObject({ code: 'xml-too-complex' });
  });
});

describe('front matter that multiplies or pollutes', () => {
  test('aliases have a bound', async () => {
    const laughs = Array.from(
      { length: 8 },
      (_, index) => `l${index + 1}: &l${index + 1} [${Array(10).fill(`*l${index}`).join(', ')}]`,
    );
    const text = `---\ntitle: t\nl0: &l0 [ha, ha]\n${laughs.join('\n')}\ntags: *l8\n---\nText.`;
    expect(await rejectionOf('x.md', text)).toMatchObject({ code: 'front-matter-broken' });
  });

  test.each([
    [
      'YAML',
      '---\n__proto__:\n  polluted: yes\nconstructor:\n  prototype: {polluted: yes}\ntitle: T\n---\nText of it.',
    ],
    [
      'TOML',
      '+++\ntitle = "T"\n[__proto__]\npolluted = true\n[constructor.prototype]\npolluted = true\n+++\nText of it.',
    ],
    ['JSON', '{\n"__proto__": {"polluted": true},\n"title": "T"\n}\n\nText of it.'],
  ])('%s leaves prototypes alone', async (_, text) => {
    expect(await articleOf('x.md', text)).toMatchObject({ title: 'T', content: { text: 'Text of it.' } });
    expect({}).not.toHaveProperty('polluted');
  });

  test('a document in JSON leaves prototypes alone', async () => {
    const text =
      '{"__proto__":{"draft":true,"polluted":1},"id":"urn:x:1","title":"T","content_text":"Words.","constructor":{"prototype":{"polluted":1}}}';
    expect(await articleOf('x.json', text)).toMatchObject({ title: 'T', draft: false });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('what one upload may ask for is counted, and past it there is a reason', () => {
  const words = 'Words of a text that is long enough. ';
  test.each([
    ['list.md', `# T\n\n${'- item\n'.repeat(100_000)}`, 'article-too-large', /30000 elements/],
    ['blocks.txt', 'a\n\n'.repeat(100_000), 'article-too-large', /30000 elements/],
    ['long.txt', words.repeat(400_000), 'article-too-large', /14 MB of text/],
    ['long.md', `# T\n\n${words.repeat(400_000)}`, 'article-too-large', /14 MB of text/],
    ['wide.html', `<p>${words}</p>${'<a href="/a">l</a> '.repeat(100_000)}`, 'html-too-complex', /150000/],
    [
      'table.html',
      `<table>${`<tr>${'<td>1</td>'.repeat(10)}</tr>`.repeat(4000)}</table>`,
      'article-too-large',
      /elements/,
    ],
    ['quote.md', `# T\n\n${'> '.repeat(50_000)}words`, 'nesting-too-deep', /60 quotes/],
    ['items.md', `# T\n\n${'- '.repeat(50_000)}words`, 'nesting-too-deep', /60 quotes/],
    [
      'expand.md',
      `# T\n\n[a]: /${'x'.repeat(10_000)}\n\n${'[a] '.repeat(5_000)}`,
      'article-too-large',
      /MB of text/,
    ],
  ])('%s', async (key, text, code, message) => {
    const rejection = await rejectionOf(key, text);
    expect(rejection.code).toBe(code);
    expect(rejection.message).toMatch(message);
  });

  test.each([
    ['divs around an article', `<html><body>${'<div>'.repeat(100_000)}<p>${words.repeat(9)}</p>`, 9],
    ['divs around each other’s text', `<div>${words}`.repeat(20_000), 20_000],
    ['layout tables', `<html><body>${'<table><tr><td>'.repeat(5_000)}<p>${words.repeat(9)}</p>`, 9],
  ])('%s may lie as deep as they like: the text stays', async (_, html, count) => {
    const { content } = await articleOf('deep.html', html);
    expect(content.text.match(/long enough/g)).toHaveLength(count);
    const opened = content.html.match(/<(?!\/)/g) ?? [];
    expect(opened.length).toBeLessThan(count + 10);
  });

  test.each([
    ['captions', '<figure><figcaption>x '],
    ['summaries', '<details><summary>x '],
    ['headings', '<h2><div>x '],
    ['captions of tables', '<table><caption>x '],
    ['lists in captions', '<figure><figcaption><ul><li>x '],
  ])('%s inside each other are copied a few times, not once for each level', (_, opening) => {
    const levels = 20;
    const spy = jest.spyOn(FlowBuilder.prototype, 'text');
    try {
      const clean = tidy(parseFragment(opening.repeat(levels) + words).children);
      expect(textOf(clean).match(/long enough/g)).toHaveLength(1);
      expect(textOf(clean).match(/x/g)).toHaveLength(levels + (words.match(/x/g)?.length ?? 0));
      expect(spy.mock.calls.filter(([text]) => text.includes('long enough')).length).toBeLessThan(6);
    } finally {
      spy.mockRestore();
    }
  });

  test('tables inside each other are laid out once each', () => {
    let laidOut = 0;
    const layout: Layout = {
      flow: (nodes) => {
        laidOut += 1;
        return nodes.flatMap((node) => (isTag(node) ? blocksOf(node) : [node]));
      },
      line: (nodes) => nodes,
    };
    const blocksOf = (element: Element): ChildNode[] => {
      const block = containerOf(element.name, element, layout);
      if (block === 'transparent') return layout.flow(element.children, 'bare');
      return block === undefined ? [] : [block].flat();
    };
    // The empty second cell makes each a table of two, or of one once it is found to be empty.
    const html = `${'<table><tr><td>'.repeat(24)}x${'</td></tr><tr><td></td></tr></table>'.repeat(24)}`;
    layout.flow(parseFragment(html).children, 'bare');
    expect(laidOut).toBeLessThan(100);
  });
});

describe('nesting without end', () => {
  const depth = 100_000;
  test.each([
    ['page.html', `<html><body>${'<div>'.repeat(depth)}deep words`],
    [
      'list.md',
      `# T\n\n${Array.from({ length: 800 }, (_, index) => `${'  '.repeat(index)}- item`).join('\n')}`,
    ],
    ['quote.md', `# T\n\n${'>'.repeat(depth)} words`],
    ['inline.md', `# T\n\n${'<b>'.repeat(depth)}words`],
    ['links.md', `# T\n\n${'['.repeat(depth)}words${'](x)'.repeat(depth)}`],
    ['emphasis.md', `# T\n\n${'*a **b '.repeat(20_000)}words`],
    [
      'deep.json',
      `{"id":"urn:x","title":"T","content_html":"<p>words</p>","x":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    ],
    ['yaml.md', `---\ntitle: T\nx: ${'['.repeat(depth)}\n---\nwords`],
  ])('%s makes an article or a rejection', async (key, text) => {
    const outcome = await articlesOf(key, text).catch((error: unknown) => error);
    if (Array.isArray(outcome)) expect(outcome[0]).toMatchObject({ content: { text: expect.any(String) } });
    else
      expect(outcome).toMatchObject({
        name: 'RejectedUploadError',
        code: expect.stringMatching(/^[a-z-]+$/),
      });
  });
});

/** Inputs that make careless patterns backtrack; a defect here is minutes, far beyond the runner's own limit. */
describe('text made to keep patterns busy', () => {
  const much = 60_000;
  test.each([
    ['spaces.txt', `Title\n\n${' '.repeat(much)}x`],
    ['dashes.txt', `Title\n\n${'- '.repeat(much)}`],
    ['colons.txt', `Title: ${'a:'.repeat(much)}`],
    ['urls.txt', `Title\n\n${'http://'.repeat(much)}`],
    ['dots.txt', `Title\n\n${'A. '.repeat(much)}`],
    ['marks.txt', `Title\n\n${'['.repeat(much)}${'(http://'.repeat(1000)}`],
    ['stars.txt', `Title\n\n${'**a'.repeat(much)}`],
    ['times.html', `<h1>T</h1><p>Words of a text. ${'<time>3 May 2026</time> '.repeat(20_000)}</p>`],
    ['comments.html', `${'<!--'.repeat(much)}`],
    ['angles.html', `<p>${'<'.repeat(much)}`],
    [
      'amps.xml',
      `<rss><channel><item><title>${'&a'.repeat(much)}</title><description>x</description></item></channel></rss>`,
    ],
    ['cdata.xml', `<rss>${'<![CDATA['.repeat(much)}`],
    ['doctype.xml', `${'<!DOCTYPE ['.repeat(much)}`],
    ['declarations.xml', `${'<?x '.repeat(much)}`],
    ['srcset.html', `<h1>T</h1><p>Words of a text.</p><img srcset="${', '.repeat(much)}">`],
    ['commas.html', `<h1>T</h1><p>Words of a text.</p><img srcset="${','.repeat(much)}a 1x">`],
    ['fence.md', `---\n${'a: b\n'.repeat(20_000)}`],
    ['ticks.md', `# T\n\n${'`a``'.repeat(50_000)}`],
    ['hashes.html', `<h2>${'#'.repeat(much * 5)}x</h2><p>Words of a text.</p>`],
    ['hashes.md', `# T\n\n## ${'#'.repeat(much * 5)}x\n\nWords.`],
    ['byline.json', `{"id":"urn:x","title":"T","content_text":"x","author":"${'@'.repeat(much)}<"}`],
    ['language.md', `---\ntitle: T\nlanguage: "${'.iso'.repeat(10_000)}\\n.iso"\n---\nText.`],
    [
      'author.xml',
      `<rss><channel><item><title>T</title><author>${'@'.repeat(much * 5)} (</author><description>x</description></item></channel></rss>`,
    ],
    ['authors.md', `---\ntitle: T\nauthor: "${'and '.repeat(10_000)}"\n---\nText.`],
    ['date.md', `---\ntitle: T\ndate: "${'1 '.repeat(10_000)}"\n---\nText.`],
    [
      'wordpress.xml',
      `<rss xmlns:wp="urn:wp" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version><item><title>T</title><content:encoded><![CDATA[${'[caption]'.repeat(much * 5)}${'<!-- wp:'.repeat(much * 5)}${'[gallery a="'.repeat(20_000)}]]></content:encoded></item></channel></rss>`,
    ],
  ])('%s ends', async (key, text) => {
    const outcome = await articlesOf(key, text).catch((error: unknown) => error);
    if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ name: 'RejectedUploadError' });
  });
});
