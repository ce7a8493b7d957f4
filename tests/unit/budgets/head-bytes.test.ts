import { describe, expect, test } from '@jest/globals';
import { headOf } from '../../../bench/support/sample-view.ts';
import { renderAtom } from '../../../shared/feeds/atom.ts';
import { renderFeedJson } from '../../../shared/feeds/json-feed.ts';
import { renderRss } from '../../../shared/feeds/rss.ts';

const view = headOf(50, 6000);
const bodies = view.entries.reduce((sum, { content }) => sum + Buffer.byteLength(content.html), 0);

/** What a reader downloads beside the texts themselves: addresses, dates, names, marks. */
describe('bytes of a head of 50 full-text entries', () => {
  test.each([
    ['RSS', renderRss, 1300],
    ['Atom', renderAtom, 1460],
    ['JSON Feed', renderFeedJson, 1020],
  ] as const)('%s adds few to each entry', (_, render, mostEach) => {
    const added = (Buffer.byteLength(render(view)) - bodies) / view.entries.length;
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThanOrEqual(mostEach);
  });
});
