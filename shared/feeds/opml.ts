import type { SiteSettings } from '../site-settings.ts';
import type { FeedRef } from './feed-id.ts';
import type { FeedDirectory } from './feed-view.ts';
import { feedLabel, feedTitle, headAddress } from './feed-view.ts';
import { publishedFormats } from './formats.ts';
import { cleanLine } from './plain-text.ts';
import { element, xmlText } from './xml.ts';

/** All feeds of the site as OPML 2.0: one file that a reader imports. Each in the format that most readers know. */
export function renderOpml(site: SiteSettings, siteUrl: string, directory: FeedDirectory): string {
  const title = cleanLine(site.title);
  const [format] = publishedFormats(site);
  const outline = (feed: FeedRef): string => {
    const text = feed.feed === 'all' ? title : feedLabel(feed);
    return element('outline', {
      type: 'rss',
      text,
      title: feedTitle({ site, feed }),
      xmlUrl: headAddress(siteUrl, feed.feed, format?.name),
      htmlUrl: headAddress(siteUrl, feed.feed),
    });
  };
  const group = (text: string, feeds: FeedRef[]): string =>
    feeds.length === 0 ? '' : element('outline', { text }, `\n${feeds.map(outline).join('')}`);
  const body = [
    outline({ feed: 'all', label: '' }),
    group('Sections', directory.sections),
    group('Tags', directory.tags),
    group('Authors', directory.authors),
    group('Languages', directory.languages),
  ].join('');
  const head = element('head', {}, `\n${element('title', {}, xmlText(title))}`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n${head}${element('body', {}, `\n${body}`)}</opml>\n`;
}
