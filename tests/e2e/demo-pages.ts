import type { Media, PublishedArticle } from '../../shared/article/schema.ts';
import { feedsOf } from '../../shared/feeds/feed-id.ts';
import type { FeedDirectory } from '../../shared/feeds/feed-view.ts';
import { renderArticlePage } from '../../shared/site/article-page.ts';
import { renderExtensionPage } from '../../shared/site/extension-page.ts';
import { renderFeedPage } from '../../shared/site/feed-page.ts';
import { goneDocument } from '../../shared/site/gone-documents.ts';
import { renderNotFoundPage } from '../../shared/site/not-found-page.ts';
import { publishedArticle, site } from '../helpers/published-article.ts';

const crane = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"><rect width="1200" height="800" fill="#c9d6dc"/><rect y="560" width="1200" height="240" fill="#3f6374"/><path d="M300 560V180l520-70v40l-470 70v340zM640 150v180h30V145z" fill="#8f3413"/><circle cx="980" cy="200" r="70" fill="#f3d9a4"/></svg>`;

const longParagraph =
  'At a quarter past six, before the cranes had started, three people stood at the end of the pier and watched for lights. The harbour office had promised nothing; it had only said that the engine was whole again, and that the pilot had gone out the evening before with a thermos and a change of socks.';

const essay = (picture: string) => `<p>${longParagraph}</p>
<p>The crossing takes forty minutes in fair weather. In January it took <em>three hours</em>, twice, and on the second occasion the galley ran out of everything except <a href="https://example.org/pickled-beetroot">pickled beetroot</a>, which has since acquired a following.</p>
<h2 id="what-broke">What broke</h2>
<p>A bearing, said the yard. A bearing and forty years, said the pilot. The part came by train, by lorry and for the last stretch by rowing boat, because <strong>the one vessel that could have carried it was the one that needed it</strong>.</p>
<blockquote><p>You do not notice a ferry until it is gone. Then you notice nothing else.</p></blockquote>
<figure><img src="${picture}" alt="A crane over calm water"><figcaption>The old crane, seen from the pier. It has not moved since the spring.</figcaption></figure>
<h2>The timetable</h2>
<ul><li>Weekdays: six crossings, the first at half past six</li><li>Weekends: four crossings, dogs travel free</li></ul>
<table><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Minutes</th></tr></thead><tbody><tr><td>North pier</td><td>Skerry</td><td>40</td></tr><tr><td>Skerry</td><td>Lighthouse</td><td>15</td></tr></tbody></table>
<h3>For those who count</h3>
<pre><code>crossings = weeks * (5 * 6 + 2 * 4)
# nine weeks without the ferry: 342 crossings that nobody made, and one rowing boat</code></pre>
<p>Set <code>quiet=true</code> to leave the horn out. See also <a href="#what-broke">what broke</a>.</p>
<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk" title="The crossing at dawn" allowfullscreen=""></iframe>
<hr>
<p>${longParagraph}</p>`;

const persian = `<p>کشتی پس از نه هفته دوباره به اسکله بازگشت و مردم با چراغ‌های روشن به پیشواز آن آمدند. ملوان پیر گفت که دریا هیچ‌گاه عجله ندارد، و این ماییم که همیشه دیر می‌رسیم.</p>
<h2>برنامهٔ رفت و آمد</h2>
<ul><li>روزهای کاری: شش سفر، نخستین سفر ساعت شش و نیم</li><li>آخر هفته: چهار سفر</li></ul>
<blockquote><p>تا وقتی کشتی هست، کسی آن را نمی‌بیند.</p></blockquote>
<p>در متن فارسی هم ممکن است نامی مانند <a href="https://example.org/north-pier">North Pier</a> یا کدی مانند <code>quiet=true</code> بیاید.</p>`;

const notes = ['Fog until noon', 'A lamp for the skerry', 'Herring, again', 'Who owns the old crane?', 'Ice'];

/** A small site made of every kind of page, by path. @param siteUrl where it is served; ends with a slash */
export function demoPages(siteUrl: string): Map<string, { type: string; body: string }> {
  const settings = site({ timeZone: 'Europe/Stockholm' });
  const image: Media = {
    url: `${siteUrl}media/crane.svg`,
    kind: 'image',
    type: 'image/svg+xml',
    width: 1200,
    height: 800,
    alt: 'A crane over calm water',
  };
  const article = (fields: Partial<PublishedArticle>) => publishedArticle(fields, siteUrl);
  const content = (html: string) => ({ html, markdown: '', text: '' });
  const articles = [
    article({
      slug: 'essay',
      title: 'The ferry returns, and with it the habit of looking up',
      authors: [{ name: 'Mara Lindqvist' }, { name: 'Tove Aalto' }],
      content: content(essay(image.url)),
      image,
      media: [image],
      readingMinutes: 4,
      updated: '2026-03-16T10:00:00.000Z',
    }),
    article({
      slug: 'persian',
      title: 'بازگشت کشتی به اسکلهٔ شمالی',
      summary: 'پس از نه هفته، کشتی دوباره راه افتاد.',
      authors: [{ name: 'نیلوفر رستمی' }],
      section: 'بندر',
      tags: ['دریا', 'زمستان'],
      language: 'fa',
      direction: 'rtl',
      content: content(persian),
      published: '2026-03-13T07:00:00.000Z',
      updated: '2026-03-13T07:00:00.000Z',
    }),
    article({
      slug: 'words',
      title: 'Hafenschifffahrtsgesellschaftsverwaltungsratsvorsitzendenwahlverfahren',
      summary: `Ein Wort ohne Ende: ${'Donaudampfschifffahrt'.repeat(6)}`,
      language: 'de',
      content: content(
        `<p>${'Rindfleischetikettierung'.repeat(8)}</p><p><a href="https://example.org/${'pfad/'.repeat(40)}">https://example.org/${'pfad/'.repeat(40)}</a></p><pre><code>${'x'.repeat(300)}</code></pre><table><tbody><tr><td>${'lang'.repeat(30)}</td><td>${'breit'.repeat(30)}</td><td>3</td></tr></tbody></table>`,
      ),
      published: '2026-03-12T07:00:00.000Z',
    }),
    ...Array.from({ length: 16 }, (_, index) =>
      article({
        slug: `note-${index}`,
        title: notes[index % notes.length],
        section: index % 2 === 0 ? 'Weather' : 'Harbour',
        summary: longParagraph.slice(0, 120 + (index % 5) * 60),
        published: `2026-02-${28 - index}T07:00:00.000Z`,
        ...(index === 1 ? { image } : {}),
      }),
    ),
  ];
  const refs = articles.flatMap(feedsOf);
  const kind = (prefix: string) => [
    ...new Map(refs.filter(({ feed }) => feed.startsWith(prefix)).map((ref) => [ref.feed, ref])).values(),
  ];
  const directory: FeedDirectory = {
    sections: kind('sections/'),
    tags: kind('tags/'),
    authors: kind('authors/'),
    languages: kind('languages/'),
  };
  const all = { feed: 'all', label: '' };
  const view = { site: settings, siteUrl, feed: all, entries: articles, withdrawals: [] };
  const arabic = site({ title: 'جريدة المرفأ', description: 'ما يأتي به المدّ.', language: 'ar' });
  const themed = site({
    theme: {
      light: { paper: '#ffffff', accent: '#00558c', wash: '#eef3f6' },
      dark: { paper: '#0b1620', wash: '#12222f', accent: '#8fd0ff' },
      fonts: { text: "Georgia, 'Times New Roman', serif" },
      logo: { url: '/media/crane.svg', width: 60, height: 40 },
      footer: [{ text: '© The Harbour Post' }, { text: 'Imprint', url: '/imprint' }],
    },
  });
  const page = (body: string) => ({ type: 'text/html; charset=utf-8', body });
  const [first = publishedArticle(), second = first, third = first] = articles;
  const among = { older: third, newer: second };
  return new Map([
    ['/', page(renderFeedPage({ ...view, directory, previousArchive: '2026-02' }))],
    [
      '/archive/2026-02/',
      page(
        renderFeedPage({ ...view, page: '2026-02', previousArchive: '2026-01', nextArchive: '2026-02-9f' }),
      ),
    ],
    ['/tags/winter/', page(renderFeedPage({ ...view, feed: { feed: 'tags/winter', label: 'winter' } }))],
    [
      '/tags/empty/',
      page(renderFeedPage({ ...view, feed: { feed: 'tags/empty', label: 'empty' }, entries: [] })),
    ],
    ['/arabic-site/', page(renderFeedPage({ ...view, site: arabic, directory, previousArchive: '2026-02' }))],
    ['/themed/', page(renderFeedPage({ ...view, site: themed, directory }))],
    ['/themed/essay/', page(renderArticlePage(first, themed, siteUrl, among))],
    ['/extension/', page(renderExtensionPage(settings, siteUrl))],
    ['/gone/', page(goneDocument('index.html', { id: publishedArticle().id, site: settings, siteUrl }).body)],
    ['/404.html', page(renderNotFoundPage(settings, siteUrl))],
    ['/essay/', page(renderArticlePage(first, settings, siteUrl, among))],
    ['/persian/', page(renderArticlePage(second, settings, siteUrl, { older: first, newer: third }))],
    ['/words/', page(renderArticlePage(third, settings, siteUrl, { newer: first }))],
    ['/media/crane.svg', { type: 'image/svg+xml', body: crane }],
  ]);
}
