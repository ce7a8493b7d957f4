import { describe, expect, test } from '@jest/globals';
import { articleOf } from './support/site.ts';

const frontMatter = (fields: string): string => `---\n${fields}\n---\nText of the article.\n`;

describe('fields as people write them', () => {
  test.each<[string, object]>([
    ['published: 2026-01-31', { published: '2026-01-31T00:00:00.000Z' }],
    ['pubDate: Jan 31 2026', { published: '2026-01-31T00:00:00.000Z' }],
    ['date: 2026-01-31\npublishDate: 2026-02-01', { published: '2026-02-01T00:00:00.000Z' }],
    ['lastmod: 2026-01-31T08:00:00Z', { updated: '2026-01-31T08:00:00.000Z' }],
    ['Last-Modified: 2026-01-31T08:00:00Z', { updated: '2026-01-31T08:00:00.000Z' }],
    ['published: false', { draft: true }],
    ['draft: yes', { draft: true }],
    ['status: draft', { draft: true }],
    ['status: withheld', { status: 'withheld', draft: false }],
    ['embargo: 2026-01-31T08:00:00Z', { embargo: '2026-01-31T08:00:00.000Z' }],
    [
      'authors:\n  - name: Ada\n    url: https://example.org/ada\n  - Max',
      { authors: [{ name: 'Ada', url: 'https://example.org/ada' }, { name: 'Max' }] },
    ],
    ['author: Ada Byron and Max Frei', { authors: [{ name: 'Ada Byron' }, { name: 'Max Frei' }] }],
    [
      'tags: [One, two, ONE, "#three"]\ncategories: Four, five',
      { tags: ['One', 'two', 'three', 'Four', 'five'] },
    ],
    ['excerpt: A  short\n  text', { summary: 'A short text' }],
    ['lang: pt_BR', { language: 'pt-BR' }],
    ['slug: My Slug', { slug: 'my-slug' }],
    ['section: Sport', { section: 'Sport' }],
    ['canonical_url: https://example.org/x', { canonicalUrl: 'https://example.org/x' }],
    [
      'cover:\n  image: c.png\n  alt: Cover',
      { image: { url: 'inbox:News/c.png', alt: 'Cover', kind: 'image', type: 'image/png' } },
    ],
    [
      'images: [https://example.org/i.jpg]',
      { image: { url: 'https://example.org/i.jpg', kind: 'image', type: 'image/jpeg' } },
    ],
    ['id: 3f2504e0-4f89-41d3-9a0c-0305e82c3301', { id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }],
    ['title: 42', { title: '42' }],
    ['date:\ntags:\nauthor: ""', { authors: [], tags: [] }],
  ])('%j', async (fields, expected) => {
    expect(await articleOf('News/a.md', frontMatter(fields))).toMatchObject(expected);
  });

  test('each value tells where it is from, and what is not stated is absent', async () => {
    const article = await articleOf('News/my-file.md', frontMatter('Title: T\ndate: 2026-01-31'));
    expect(article.provenance).toEqual({
      id: 'upload key',
      title: 'front matter: Title',
      slug: 'file name',
      summary: 'first sentences of the text',
      section: 'folder of the upload key',
      language: 'site settings',
      published: 'front matter: date',
    });
    expect(article).not.toHaveProperty('updated');
  });
});

describe('what is front matter', () => {
  test.each([
    ['a rule at the start', '---\n\nText after a rule.\n\n---\n\nMore.', 'Text after a rule.'],
    ['YAML ended by dots', '---\ntitle: T\n...\nText after dots.', 'Text after dots.'],
    ['labelled JSON', '---json\n{"title": "T"}\n---\nText after JSON.', 'Text after JSON.'],
    ['nothing but front matter marks in the middle', 'Text first.\n\n---\ntitle: x\n---\n', 'Text first.'],
  ])('%s', async (_, text, kept) => {
    expect((await articleOf('a.md', text)).content.text).toContain(kept);
  });

  test('HTML below front matter is taken as HTML', async () => {
    const article = await articleOf(
      'a.html',
      '---\ntitle: From Jekyll\n---\n<div>\n\n    <p>Indented <b>words</b> of a post.</p>\n</div>',
    );
    expect(article).toMatchObject({
      title: 'From Jekyll',
      content: { html: '<p>Indented <b>words</b> of a post.</p>' },
    });
  });
});

describe('titles', () => {
  test.each([
    ['# One\n\nText.', 'One', 'Text.'],
    ['One\n===\n\nText.', 'One', 'Text.'],
    ['## Two\n\nText.', 'Two', 'Text.'],
    ['Lead.\n\n# One\n\nText.', 'One', 'Lead.\n\nText.'],
    ['---\ntitle: One\n---\n\n# one\n\nText.', 'One', 'Text.'],
    ['---\ntitle: One\n---\n\n# Other\n\nText.', 'One', 'Other\n\nText.'],
    ['Lead.\n\n## Two\n\nText.', 'A file', 'Lead.\n\nTwo\n\nText.'],
  ])('%j', async (text, title, rest) => {
    expect(await articleOf('a-file.md', text)).toMatchObject({ title, content: { text: rest } });
  });
});

test('columns of a table stay aligned, and say so in Markdown again', async () => {
  const table = '| Boat | Deck | Fare |\n| :--- | :---: | ---: |\n| Ada | lower | 12 |';
  const { content } = await articleOf('a.md', `# T\n\n${table}\n`);
  expect(content.markdown).toBe(table);
  expect(content.html.match(/<t[hd] align="(?:left|center|right)">/g)).toHaveLength(6);
  const styled =
    '<table><tr><td align="justify" style="text-align:right">1</td><td align="x&quot;y">2</td></tr></table>';
  expect((await articleOf('b.html', `<p>Text.</p>${styled}`)).content.html).not.toMatch(/align/);
});

test('Markdown is known by its marks when the ending says text', async () => {
  expect(
    (await articleOf('a.txt', '# T\n\nA [link](https://example.org/) and **bold** words.')).source.format,
  ).toBe('markdown');
  expect((await articleOf('a.txt', 'T\n\nA line with # signs and * stars * in it.')).source.format).toBe(
    'text',
  );
});

test('CommonMark and GFM', async () => {
  const { content } = await articleOf(
    'a.md',
    '# T\n\nA ~~b~~ https://example.org line\\\nbreak &copy; `x < y`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] open\n- [x] done\n\n<details><summary>More</summary>\n\nInside.\n\n</details>',
  );
  expect(content.html).toContain(
    '<s>b</s> <a href="https://example.org/">https://example.org</a> line<br>break © <code>x &lt; y</code>',
  );
  expect(content.html).toContain(
    '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
  );
  expect(content.html).toContain('<ul><li>☐ open</li><li>☑ done</li></ul>');
  expect(content.html).toContain('<details><summary>More</summary>');
});
