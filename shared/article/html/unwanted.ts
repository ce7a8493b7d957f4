import { measure } from './measure.ts';
import { dropElements, type ElementNode } from './nodes.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements that never carry an article's text. */
const neverText = words(
  'button input select textarea template object embed applet canvas noscript frameset frame noframes noembed map ' +
    'datalist output progress meter svg time iframe',
);

/** Elements that are furniture unless a theme puts the whole page in them. */
const unwantedNames = words('nav aside footer form fieldset label dialog menu');

const unwantedRoles = words(
  'navigation banner contentinfo complementary dialog alertdialog alert menu menubar menuitem search searchbox tablist ' +
    'tab toolbar tooltip status button listbox form progressbar switch',
);

/** Words in class and id that name furniture. Single words, since themes join them in every way. */
const unwantedWords = words(
  'ad ads adslot advert advertisement adsbygoogle announcement archives authors avatar bio biography breadcrumb ' +
    'breadcrumbs byline bylines colophon comment comments commentlist commentform consent contributor cookie cookies ' +
    'copyright cta ctas dateline dialog disclaimer discussion disqus dropdown eyebrow feedback flyout follow footer ' +
    'gdpr hamburger legal likes login masthead megamenu menu metadata modal nav navbar navigation newsletter ' +
    'newsletters notification offcanvas onetrust optin outbrain overlay pagination paywall popover popup promo promos ' +
    'recirc recommended recommendations related reply respond rss searchform sharedaddy share sharing sidebar sidenav ' +
    'signup social socials sponsor sponsored submenu subnav subscribe subscription subscriptions taboola tags toolbar ' +
    'tooltip trending vcard widget widgets widgettitle jp byline posted published reader breadcrumbs crumbs',
);

/**
 * Drops what is not part of an article by its element, role, or class. Measured against the page's prose, since themes
 * wrap whole pages in forms, hidden containers or "widgets": a sign that covers much of the prose says nothing here.
 */
export function dropFurniture(body: ElementNode): void {
  dropElements(body, (element) => neverText.has(element.name));
  const measures = measure(body);
  const most = (measures.get(body)?.prose ?? 0) * mostShare;
  const prose = (element: ElementNode): number => measures.get(element)?.prose ?? 0;
  dropElements(body, (element) => isUnwanted(element) && prose(element) <= most);
  const counted = unwantedWordsOf(body, prose);
  const all = measures.get(body)?.prose ?? 0;
  const limit = (word: string): number => all * (commentWords.has(word) ? mostCommentShare : mostShare);
  const telling = new Set([...counted].filter(([word, sum]) => sum <= limit(word)).map(([word]) => word));
  dropElements(body, (element) =>
    wordsOf(element).some((word) => telling.has(word) && prose(element) <= limit(word)),
  );
}

/** Readers' comments can outweigh the article. */
const commentWords = words('comment comments commentlist commentform disqus respond');
const mostCommentShare = 0.97;

/** Share of the page's prose above which a sign of furniture is taken for a theme's habit. */
const mostShare = 0.35;

/** For each unwanted word, the prose in the outermost elements that carry it. */
function unwantedWordsOf(body: ElementNode, prose: (element: ElementNode) => number): Map<string, number> {
  const sums = new Map<string, number>();
  const pending: { element: ElementNode; inside: readonly string[] }[] = [{ element: body, inside: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    let { inside } = next;
    for (const word of wordsOf(next.element)) {
      if (!unwantedWords.has(word) || inside.includes(word)) continue;
      sums.set(word, (sums.get(word) ?? 0) + prose(next.element));
      inside = [...inside, word];
    }
    for (const child of next.element.children)
      if (child.kind === 'element') pending.push({ element: child, inside });
  }
  return sums;
}

function isUnwanted(element: ElementNode): boolean {
  if (unwantedNames.has(element.name)) return true;
  const { role } = element.attributes;
  if (role !== undefined && unwantedRoles.has(role.toLowerCase())) return true;
  return isHidden(element);
}

function isHidden(element: ElementNode): boolean {
  const { attributes } = element;
  // React streams parts of a page into hidden containers that its script moves into place.
  if (attributes.hidden !== undefined) return !/^S:[0-9a-f]+$/.test(attributes.id ?? '');
  if (attributes['aria-hidden'] === 'true' && element.name !== 'math') return true;
  const { style } = attributes;
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}

function wordsOf(element: ElementNode): string[] {
  const { class: names, id } = element.attributes;
  if (names === undefined && id === undefined) return [];
  return `${names ?? ''} ${id ?? ''}`
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
}
