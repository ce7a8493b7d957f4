import type { Figure, Row } from '../figure.ts';
import { ratio } from '../figure.ts';
import { largeFeed, publishNewest, walkAll } from '../support/large-feed.ts';

const smallFeed = 100;
const published = 16;

export const catalogSize: Figure = {
  name: 'catalog-size',
  title: 'one large feed (model)',
  alternative: 'a feed of 100 entries; for the walk, of a tenth',
  async run({ quick, progress }) {
    const sizes = quick ? [1000, 10_000, 100_000] : [1000, 10_000, 100_000, 1_000_000];
    const rows: Row[] = [];
    progress(`publishing into ${smallFeed} entries`);
    const alternative = await publishNewest(await largeFeed(smallFeed), published);
    const perEntry = new Map<number, number>();
    for (const size of sizes) {
      progress(`publishing into ${size} entries, then walking them`);
      const bench = await largeFeed(size);
      const ours = await publishNewest(bench, published);
      const what = `publish one into ${size.toLocaleString('en')}`;
      rows.push(ratio(what, 'requests', { ours, alternative }, { goal: { atMost: 1 } }));
      const { entries, requests } = await walkAll(bench);
      perEntry.set(size, (requests / entries) * 1000);
    }
    const largest = sizes.at(-1) ?? smallFeed;
    const walk = { ours: perEntry.get(largest) ?? 0, alternative: perEntry.get(largest / 10) ?? 0 };
    rows.push(ratio('walk all, per 1,000 entries', 'requests', walk, { goal: { atMost: 1.1 } }));
    return rows;
  },
};
