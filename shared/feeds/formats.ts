import type { FeedDocumentName } from '../resources/object-keys.ts';
import type { SiteSettings } from '../site-settings.ts';

/** A format in which programs read feeds. */
export interface FeedFormat {
  /** As the site settings call it. */
  format: SiteSettings['formats'][number];
  name: Exclude<FeedDocumentName, 'index.html'>;
  type: string;
  title: string;
}

/** The feed formats that browsers and readers look for; the one that most know comes first. */
const feedFormats: readonly FeedFormat[] = [
  { format: 'rss', name: 'rss.xml', type: 'application/rss+xml', title: 'RSS' },
  { format: 'atom', name: 'atom.xml', type: 'application/atom+xml', title: 'Atom' },
  { format: 'json', name: 'feed.json', type: 'application/feed+json', title: 'JSON Feed' },
];

type Formats = Pick<SiteSettings, 'formats'>;

/** The formats that a site publishes, the one that most readers know first. There is always one. */
export const publishedFormats = ({ formats }: Formats): FeedFormat[] =>
  feedFormats.filter(({ format }) => formats.includes(format));

/** Whether a site publishes this document of its feeds. The page for people always. */
export const isPublished = (site: Formats, name: FeedDocumentName): boolean =>
  name === 'index.html' || publishedFormats(site).some((format) => format.name === name);
