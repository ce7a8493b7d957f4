import { Feed } from 'feed';
import { renderAtom } from '../../shared/feeds/atom.ts';
import type { FeedView } from '../../shared/feeds/feed-view.ts';
import { renderFeedJson } from '../../shared/feeds/json-feed.ts';
import { renderRss } from '../../shared/feeds/rss.ts';
import { checkDocument } from '../../shared/site/check-document.ts';
import type { Figure } from '../figure.ts';
import { ratio } from '../figure.ts';
import { alternate } from '../support/alternate.ts';
import { forgotten, headOf } from '../support/sample-view.ts';

const entries = 50;
const bytesEach = 6000;

/** Everything that stands between a feed's articles and the bytes to be PUT, but for the readable page. */
function ours(view: FeedView): number {
  const ids = view.entries.map(({ id }) => id);
  const documents = {
    'rss.xml': renderRss(view),
    'atom.xml': renderAtom(view),
    'feed.json': renderFeedJson(view),
  };
  let length = 0;
  for (const [name, text] of Object.entries(documents)) {
    checkDocument(name as keyof typeof documents, text, ids);
    length += text.length;
  }
  return length;
}

/** The same articles given to the `feed` package, and no check. */
function feedAlone({ site, siteUrl, entries: articles }: FeedView): number {
  const feed = new Feed({
    id: siteUrl,
    title: site.title,
    link: siteUrl,
    copyright: '',
    feed: `${siteUrl}rss.xml`,
  });
  for (const { id, url, title, summary, content, authors, tags, published, updated } of articles) {
    feed.addItem({
      id: `urn:uuid:${id}`,
      link: url,
      title,
      description: summary,
      content: content.html,
      author: authors.map(({ name }) => ({ name })),
      category: tags.map((name) => ({ name })),
      date: new Date(updated),
      published: new Date(published),
    });
  }
  return feed.rss2().length + feed.atom1().length + feed.json1().length;
}

export const renderHead: Figure = {
  name: 'render-head',
  title: `render one head, ${entries} full-text entries: RSS, Atom, JSON and their checks; CPU time`,
  alternative: '`feed` alone, three formats, no checks',
  async run({ quick }) {
    const view = headOf(entries, bytesEach);
    const cold = Array.from({ length: quick ? 25 : 75 }, () => forgotten(view));
    const times = await alternate(
      {
        alternative: () => feedAlone(view),
        warm: () => ours(view),
        cold: () => ours(cold.pop() ?? view),
      },
      { warmUps: 5, rounds: cold.length - 5 },
    );
    const alternative = times.alternative.median;
    const both = (name: 'warm' | 'cold') => ({ ours: times[name].median, alternative });
    return [
      ratio('articles seen before, as in a warm function', 'ms', both('warm'), { goal: { atMost: 1 } }),
      ratio('every article for the first time', 'ms', both('cold'), { goal: { atMost: 1 } }),
    ];
  },
};
