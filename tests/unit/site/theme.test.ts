import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { renderArticlePage } from '../../../shared/site/article-page.ts';
import { checkDocument } from '../../../shared/site/check-document.ts';
import { renderFeedPage } from '../../../shared/site/feed-page.ts';
import { html } from '../../../shared/site/html.ts';
import { contrast } from '../../../shared/site/look/contrast.ts';
import { defaultPalettes, schemes } from '../../../shared/site/look/palette.ts';
import { type Theme, themeSchema } from '../../../shared/site/look/theme.ts';
import { themeStyle } from '../../../shared/site/look/theme-style.ts';
import type { Templates } from '../../../shared/site/templates.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { feedView, publishedArticle, site, siteUrl } from '../../helpers/published-article.ts';

const parse = (text: string) => parseHTML(text).document;
const faults = (theme: unknown) => {
  const { error } = themeSchema().safeParse(theme);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};
const styleOf = (theme: Theme) =>
  parse(renderFeedPage(feedView({ site: site({ theme }) }))).querySelector('style')?.textContent;

describe('colours', () => {
  test('contrast is WCAG’s (values of its own examples)', () => {
    expect(contrast('#000', '#fff')).toBe(21);
    expect(contrast('#ffffff', '#fff')).toBe(1);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  test('the built-in ones can be read', () => {
    expect(faults({ light: defaultPalettes.light, dark: defaultPalettes.dark })).toBeUndefined();
  });

  test('that can’t be read are refused, with the ratio', () => {
    expect(faults({ light: { accent: '#f5a623' } })).toEqual([
      expect.stringMatching(
        /^light\.accent: accent #f5a623 on paper #fdfcfa has a contrast of 2\.\d in the light scheme; text needs 4\.5$/,
      ),
      expect.stringContaining('on wash #f5f1ea'),
    ]);
    expect(faults({ dark: { paper: '#ffffff' } })?.[0]).toMatch(/^dark\.paper: ink #e4e0d9 on paper #ffffff/);
    expect(faults({ dark: { ink: 'red' } })).toEqual(['dark.ink: is not a colour such as #8f3413']);
  });

  test('stand in their own scheme, on screens, and in what browsers paint around the page', () => {
    const settings = site({ theme: { dark: { paper: '#000000', wash: '#111111' } } });
    const document = parse(renderFeedPage(feedView({ site: settings })));
    expect(document.querySelector('style')?.textContent).toContain(
      '@media screen and (prefers-color-scheme: dark){:root{--paper: #000000;--wash: #111111;}}',
    );
    expect(
      [...document.querySelectorAll('meta[name=theme-color]')].map((meta) => meta.getAttribute('content')),
    ).toEqual([defaultPalettes.light.paper, '#000000']);
    expect(schemes).toEqual(['light', 'dark']);
  });
});

describe('fonts and variables', () => {
  test('reach the style', () => {
    expect(styleOf({ fonts: { text: "'Source Serif 4', Georgia, serif" } })).toContain(
      ":root{--serif: 'Source Serif 4', Georgia, serif;}",
    );
    expect(styleOf({ variables: { '--gap': 'calc(1rem + 2px)' } })).toContain(
      ':root{--gap: calc(1rem + 2px);}',
    );
  });

  test.each([
    ['1px; } body { display: none'],
    ['1px} body{display:none'],
    ['</style><script>'],
    ['url(https://tracker.example/x.png)'],
    ['URL (x)'],
    ['image-set("x")'],
    ['1px /* '],
    ['rgb(0 0 0'],
    ['"open'],
    ['\\69mport'],
    ['@import'],
    ['1px !important'],
  ])('%s is no value', (value) => {
    expect(faults({ variables: { '--x': value } })).toHaveLength(1);
    expect(faults({ fonts: { text: value } })).toHaveLength(1);
  });

  test('only custom names, and none of the style’s own', () => {
    expect(faults({ variables: { color: 'red' } })).toHaveLength(1);
    expect(faults({ variables: { '--paper': '#000' } })).toEqual([
      'variables.--paper: is set by light, dark or fonts',
    ]);
  });

  test('whatever is let through stays one declaration', () => {
    const pieces = fc.constantFrom('a', '1', ' ', ';', '{', '}', '(', ')', "'", '"', '/', '*', '\\', '<', '@', ':', '!', 'url', ','); // biome-ignore format: one line is enough
    const property = fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
      const parsed = themeSchema().safeParse({ variables: { '--x': list.join('') } });
      if (!parsed.success) return;
      const rest = themeStyle(parsed.data)
        .replace(/'[^']*'|"[^"]*"/g, 'string')
        .replace(/\([^()]*\)/g, 'arguments');
      expect(rest).toMatch(/^:root \{ --x: [^;{}<\\]*; \}\n$/);
      expect(rest).not.toContain('/*');
    });
    fc.assert(property, { numRuns: 2000 });
  });
});

describe('logo, icon and footer', () => {
  const theme: Theme = {
    logo: { url: '/media/logo.svg', width: 160, height: 32 },
    icon: 'data:image/svg+xml;base64,PHN2Zy8+',
    footer: [{ text: '© <The> Post' }, { text: 'Imprint', url: 'https://news.example/imprint' }],
  };
  const document = parse(renderFeedPage(feedView({ site: site({ theme }) })));

  test('are on the page', () => {
    const logo = document.querySelector('.masthead img');
    expect(['src', 'alt', 'width', 'height'].map((name) => logo?.getAttribute(name))).toEqual(['/media/logo.svg', 'The Harbour Post', '160', '32']); // biome-ignore format: one line is enough
    expect(document.querySelector('link[rel=icon]')?.getAttribute('href')).toBe(theme.icon);
    expect(document.querySelectorAll('.colophon p')[1]?.textContent).toBe('© <The> Post · Imprint');
    expect(document.querySelector('.colophon p:last-child a')?.getAttribute('href')).toBe('https://news.example/imprint'); // biome-ignore format: one line is enough
  });

  test.each([
    'javascript:alert(1)',
    'http://logo.example/x.png',
    '//logo.example/x.png',
    'data:text/html,x',
    'x"y',
  ])('%s is no address of a picture', (url) => {
    expect(faults({ icon: url })).toHaveLength(1);
    expect(faults({ logo: { url, width: 1, height: 1 } })).toHaveLength(1);
  });

  test.each(['javascript:alert(1)', '//evil.example', 'imprint', 'data:text/html,x'])(
    '%s is no link',
    (url) => {
      expect(faults({ footer: [{ text: 'x', url }] })).toHaveLength(1);
    },
  );

  test('a page with a theme passes the check', () => {
    const full = site({ theme: { ...theme, light: { accent: '#005a9c' }, variables: { '--x': '1px' } } });
    checkDocument('index.html', renderFeedPage(feedView({ site: full })), [publishedArticle().id]);
  });
});

test('a wrong theme is named by its field', () => {
  expect(() => parseSiteSettings({ title: 'x', theme: { light: { ink: '#fff' } } })).toThrow(
    /theme\.light\.ink/,
  );
  expect(() => parseSiteSettings({ title: 'x', theme: { colour: '#fff' } })).toThrow(/colour/);
});

describe('templates', () => {
  const article = publishedArticle();

  test('add to what the usual ones make, and to the style', () => {
    const own: Templates = {
      style: '.note { color: var(--muted); }',
      article: (view, usual) =>
        html`${usual(view)}<aside class="note">${view.article.section ?? ''} desk</aside>`,
      page: (page, usual) => usual({ ...page, title: `* ${page.title}` }),
    };
    const text = renderArticlePage(article, site(), siteUrl, {}, own);
    checkDocument('index.html', text, [article.id]);
    const document = parse(text);
    expect(document.querySelector('main aside')?.textContent).toBe('Harbour desk');
    expect(document.title).toMatch(/^\* The ferry returns/);
    expect(document.querySelector('style')?.textContent).toMatch(/\.note\{color: var\(--muted\);\}$/);
    expect(parse(renderArticlePage(article, site(), siteUrl)).querySelector('main aside')).toBeNull();
  });

  test('that leave out an entry or hold a script are caught before anything is published', () => {
    const forgetful: Templates = { feed: () => html`<h1>Nothing</h1>` };
    expect(() => checkDocument('index.html', renderFeedPage(feedView(), forgetful), [article.id])).toThrow(
      /entries/i,
    );
    const scripted: Templates = {
      page: (page, usual) => usual(page).replace('</body>', '<script>1</script></body>'),
    };
    expect(() => checkDocument('index.html', renderFeedPage(feedView(), scripted), [article.id])).toThrow(
      expect.objectContaining({ code: 'output-unsafe' }),
    );
  });

  test('can’t end the style element by a style of their own', () => {
    const text = renderFeedPage(feedView(), { style: '.x::after { content: "</style><b>"; }' });
    expect(parse(text).querySelectorAll('body b')).toHaveLength(0);
  });
});
