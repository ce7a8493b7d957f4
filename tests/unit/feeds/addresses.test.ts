import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressBeside, pathOnSite, siteAddress, webAddress } from '../../../shared/feeds/addresses.ts';

const sites = fc.constantFrom(
  'https://news.example/',
  'https://other.example:8443/under/here/',
  'http://127.0.0.1:3000/',
  'https://UPPER.example/ä/',
  'https://query.example/?a=/',
);
const keys = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .array(fc.constantFrom('/', '.', '..', 'a', ' ', '%', '%2F', '%2e', ':', '?', '#', '\\', "'", 'ü', '日', '~', '|', '\n'))
    .map((parts) => parts.join('')), // biome-ignore format: one line
);

describe('addresses', () => {
  test('of keys are what a URL makes of the encoded key and the site', () => {
    fc.assert(
      fc.property(sites, keys, (siteUrl, key) => {
        const encoded = key.split('/').map(encodeURIComponent).join('/');
        const made = URL.parse(encoded, siteUrl)?.href;
        if (made === undefined) expect(() => siteAddress(siteUrl, key)).toThrow('Invalid URL');
        else expect(siteAddress(siteUrl, key)).toBe(made);
      }),
      { numRuns: 1000 },
    );
  });

  test('beside a page are what a URL makes of name and page', () => {
    fc.assert(
      fc.property(sites, keys, (siteUrl, path) => {
        const page = webAddress(path, siteUrl);
        if (page !== undefined) {
          expect(addressBeside(page, 'article.json')).toBe(new URL('article.json', page).href);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('on the same site are shortened, whichever site was asked for before', () => {
    const [one, two] = ['https://news.example/', 'https://other.example:8443/under/here/'];
    expect(pathOnSite('https://news.example/tags/a/', one)).toBe('/tags/a/');
    expect(pathOnSite('https://other.example:8443/x', two)).toBe('/x');
    expect(pathOnSite('https://other.example/x', two)).toBe('https://other.example/x');
    expect(pathOnSite('https://news.example.org/', one)).toBe('https://news.example.org/');
  });
});
