import { describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { normalizeUpload } from '../../../shared/article/normalize.ts';
import { site } from './support/site.ts';

const figure = (drawing: string) =>
  `<h2>Tides</h2><p>The water rises twice a day in the old harbour.</p><figure>${drawing}<figcaption>High water</figcaption></figure>`;

async function normalized(html: string, key = 'a.html') {
  const { articles, embedded } = await normalizeUpload({ key, bytes: new TextEncoder().encode(html) }, site);
  const drawings = embedded.map(({ content }) => Buffer.from(content).toString());
  return { article: articles[0], embedded, drawings };
}

/** Names of elements and attributes, as a strict parser reads them. */
function namesIn(xml: string): { elements: string[]; attributes: string[] } {
  const names = { elements: [] as string[], attributes: [] as string[] };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, uri, attributes }) => {
    expect(uri).toBe('http://www.w3.org/2000/svg');
    names.elements.push(name);
    names.attributes.push(...Object.keys(attributes));
  });
  parser.write(xml).close();
  return names;
}

const drawing = `<svg viewBox="0 0 400 200" width="400" height="200" onload="alert(1)" style="position:fixed"><title>Tide &amp; time</title>
  <script>alert(2)</script><style>*{display:none}</style><defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
  <foreignObject><body><iframe src="https://x.example"></iframe></body></foreignObject><image href="https://x.example/track.png"/>
  <use href="https://x.example/d.svg#a"/><a href="javascript:alert(3)"><rect x="1" y="1" width="9" height="9" fill="url(#g)" onclick="alert(4)"/></a>
  <animate attributeName="href" to="javascript:alert(5)"/><path d="M0 0L9 9" fill="url(https://x.example/f)" stroke="#000"/><text x="5" y="5">high</text></svg>`;

describe('a drawing in an article', () => {
  test('becomes a picture with its name and size', async () => {
    const { article, embedded } = await normalized(figure(drawing));
    expect(embedded).toMatchObject([{ kind: 'image', type: 'image/svg+xml', width: 400, height: 200 }]);
    expect(article?.content.html).toContain(
      `<img src="${embedded[0]?.url}" alt="Tide &amp; time" width="400" height="200">`,
    );
    expect(article?.content.html).not.toMatch(/<svg|alert/);
    expect(article?.media).toMatchObject([{ url: embedded[0]?.url, type: 'image/svg+xml' }]);
    expect(article?.content.text).not.toContain('high');
  });

  test('keeps what draws, and nothing that runs, hides or reaches out', async () => {
    const { drawings } = await normalized(figure(drawing));
    const { elements, attributes } = namesIn(drawings[0] ?? '');
    expect(elements).toEqual(['svg', 'title', 'defs', 'linearGradient', 'stop', 'rect', 'path', 'text']);
    expect(attributes).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:on|style|href|xlink)/)]),
    );
    expect(attributes).toContain('viewBox');
    expect(drawings[0]).toContain('fill="url(#g)"');
    expect(drawings[0]).not.toMatch(/example|alert|display/);
  });

  test.each([
    ['an icon', '<svg width="24" height="24" viewBox="0 0 512 512"><path d="M0 0"/></svg>'],
    ['an icon by its coordinates', '<svg viewBox="0 0 16 16"><path d="M0 0"/></svg>'],
    ['nothing drawn', '<svg viewBox="0 0 400 400"><defs></defs></svg>'],
    ['nothing but a reference', '<svg viewBox="0 0 400 400"><use href="#a"/></svg>'],
  ])('goes if it is %s', async (_, small) => {
    const { article, embedded } = await normalized(figure(small));
    expect(embedded).toEqual([]);
    expect(article?.content.html).not.toMatch(/<svg|<img/);
  });

  test('stays in Markdown and in the figures of pages, where those elsewhere are furniture', async () => {
    const simple = '<svg viewBox="0 0 300 100"><path d="M0 0"/></svg>';
    expect((await normalized(`# T\n\nWords of it.\n\n${simple}\n`, 'a.md')).embedded).toHaveLength(1);
    const words = 'The water rises twice a day in the old harbour, and nobody minds it. '.repeat(4);
    const page = (inner: string) =>
      `<!doctype html><html><head><title>Tides</title></head><body><article><h1>Tides</h1><p>${words}</p>${inner}<p>${words}</p></article></body></html>`;
    expect(
      (await normalized(page(`<figure>${simple}<figcaption>High</figcaption></figure>`))).embedded,
    ).toHaveLength(1);
    expect((await normalized(page(simple))).embedded).toEqual([]);
  });

  test.each([
    '<svg viewBox="0 0 99 99"><path d="M0 0"',
    `<svg viewBox="0 0 99 99">${'<g>'.repeat(5000)}<path d="M0"/>`,
  ])('that is broken makes well-formed XML or nothing: %#', async (broken) => {
    const { drawings } = await normalized(`<p>Words of a text.</p>${broken}`);
    for (const xml of drawings) namesIn(xml);
    expect(drawings.length).toBeLessThan(2);
  });
});
