import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { absoluteBody } from '../../../shared/feeds/entry-body.ts';

const base = 'https://news.example/articles/2026/03/ferry-1/';
const cases: [what: string, html: string, expected: string][] = [
  ['absolute addresses stay', '<a href="https://a.example/x">x</a>', '<a href="https://a.example/x">x</a>'],
  ['fragments point to the page', '<a href="#n1">1</a>', `<a href="${base}#n1">1</a>`],
  ['relative links', '<a href="../lamp/">lamp</a>', '<a href="https://news.example/articles/2026/03/lamp/">lamp</a>'],
  ['links from the root', '<a href="/about">x</a>', '<a href="https://news.example/about">x</a>'],
  [
    'spaces and other scripts are encoded',
    '<img src="https://a.example/bild ä.png" alt="ä">',
    '<img src="https://a.example/bild%20%C3%A4.png" alt="ä">',
  ],
  [
    'query strings keep their references',
    '<a href="/?a=1&amp;b=2">x</a>',
    '<a href="https://news.example/?a=1&amp;b=2">x</a>',
  ],
  ['images that never arrived go', '<p>a <img src="inbox:pier.jpg" alt="x"> b</p>', '<p>a  b</p>'],
  [
    'figures keep their caption',
    '<figure><img src="inbox:a.jpg"><figcaption>c</figcaption></figure>',
    '<figure><figcaption>c</figcaption></figure>',
  ],
  [
    'films that never arrived go',
    '<video src="inbox:a.mp4" controls=""></video>',
    '',
  ],
  ['a poster that never arrived goes', '<video src="https://a.example/v.mp4" poster="inbox:p.jpg"></video>', '<video src="https://a.example/v.mp4"></video>'], // biome-ignore format: one line
  ['links to uploads lose their address', '<a href="inbox:x.pdf">the paper</a>', '<a>the paper</a>'],
  ['mail and telephone stay', '<a href="mailto:a@b.example">m</a><a href="tel:+46">t</a>', '<a href="mailto:a@b.example">m</a><a href="tel:+46">t</a>'], // biome-ignore format: one line
  ['code never stays', '<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
  ['code in disguise never stays', '<a href=" java\tscript:alert(1)">x</a>', '<a>x</a>'],
  [
    'sets of sources',
    '<img src="/a.jpg" srcset="/a.jpg 1x, inbox:b.jpg 2x, c.jpg 3x">',
    `<img src="https://news.example/a.jpg" srcset="https://news.example/a.jpg 1x, ${base}c.jpg 3x">`,
  ],
  ['an address behind others that are absolute', '<a href="https://a.example/" title="x=y">x</a><a href="#n">y</a>', `<a href="https://a.example/" title="x=y">x</a><a href="${base}#n">y</a>`],
  ['names in upper case and white space around the sign', '<A HREF =\n"/about">x</A>', '<a href="https://news.example/about">x</a>'],
  ['addresses in single quotes', "<a href='https://a.example/'>x</a>", '<a href="https://a.example/">x</a>'],
  ['text about attributes is left alone', '<p>write src="x" &amp; href=\'y\'</p>', '<p>write src="x" &amp; href=\'y\'</p>'],
  ['references stay references', '<p>&lt;b&gt; &amp;amp; <a href="#x">&lt;</a></p>', `<p>&lt;b&gt; &amp;amp; <a href="${base}#x">&lt;</a></p>`],
  ['control characters go', '<p>a\u0000b\u000bc</p>', '<p>abc</p>'],
  ['lone surrogates are replaced', '<p>\ud800</p>', '<p>\ufffd</p>'],
]; // biome-ignore format: a case a line

describe('bodies outside of their page', () => {
  test.each(cases)('%s', (_, html, expected) => {
    expect(absoluteBody(html, base)).toBe(expected);
  });

  test.each(cases)('%s, and once more changes nothing', (_, html) => {
    const once = absoluteBody(html, base);
    expect(absoluteBody(once, base)).toBe(once);
  });

  test('no address of another kind stays, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (value) => {
        const quoted = value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
        const body = absoluteBody(`<img src="${quoted}"><a href="${quoted}">x</a>`, base);
        for (const [, address = ''] of body.matchAll(/(?:src|href)="([^"]*)"/g)) {
          expect(address).toMatch(/^(?:https?:\/\/|mailto:|tel:|sms:|geo:|xmpp:|data:image\/)/i);
        }
      }),
    );
  });
});
