import { expect, test } from '@jest/globals';
import { writingSample } from '../../../local/writing-sample.ts';
import { site, siteUrl } from '../../helpers/published-article.ts';

test('the same settings and address write the same; any other do not', () => {
  const before = writingSample(site(), siteUrl);
  expect(writingSample(site(), siteUrl)).toBe(before);
  const others = [
    writingSample(site(), 'https://elsewhere.example/'),
    writingSample(site({ title: 'The Evening Post' }), siteUrl),
    writingSample(site({ theme: { light: { accent: '#005a9c' } } }), siteUrl),
    writingSample(site({ feedSize: 20 }), siteUrl),
    writingSample(site({ formats: ['rss'] }), siteUrl),
    writingSample(site({ feedContent: 'summary' }), siteUrl),
    writingSample(site({ language: 'de' }), siteUrl),
  ];
  expect(new Set([before, ...others]).size).toBe(1 + others.length);
});
