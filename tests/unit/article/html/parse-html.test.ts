import { describe, expect, test } from '@jest/globals';
import { parseHtml } from '../../../../shared/article/html/parse-html.ts';
import { parseSiteSettings } from '../../../../shared/site-settings.ts';

const context = { key: 'inbox/page.html', site: parseSiteSettings({ title: 'Test site' }) };

describe('parseHtml', () => {
  test('takes a fragment as it is', () => {
    const parsed = parseHtml(
      '<h1>Two boats</h1><p>They left at dawn.</p><ul><li>One</li><li>Two</li></ul>',
      context,
    );
    expect(parsed.title?.value).toBe('Two boats');
    expect(parsed.html).toBe('<p>They left at dawn.</p><ul><li>One</li><li>Two</li></ul>');
  });
});
