import { measure } from './measure.ts';
import { headingNames } from './names.ts';
import { dropElements, type ElementNode, holdsText, textOf } from './nodes.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements that never hold text of an article, however a theme uses them. */
const neverText = words(
  'input select textarea template object embed applet canvas frameset frame noframes noembed map ' +
    'datalist output progress meter svg',
);

/** Most drawings of pages are icons; those in figures are shown for their own sake. */
function isFigureDrawing({ name, parent }: ElementNode): boolean {
  return name === 'svg' && (parent?.name === 'figure' || parent?.parent?.name === 'figure');
}

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

/** Share of the page's prose above which a sign of furniture is taken for a theme's habit. */
const mostShare = 0.35;
/** Readers' comments can outweigh the article. */
const mostCommentShare = 0.97;
const commentSigns = words(
  'word:comment word:comments word:commentlist word:commentform word:disqus word:respond',
);

/**
 * Drops what is not part of an article by its element, role, or class. Measured against the page's prose, since themes
 * wrap whole pages in forms, hidden containers or "widgets": a sign that covers much of the prose says nothing here.
 * @param heading the title as shown; what holds it is no comment
 */
export function dropFurniture(body: ElementNode, heading: ElementNode | undefined): void {
  const lengths = new TextLengths();
  dropElements(
    body,
    (element) => (neverText.has(element.name) && !isFigureDrawing(element)) || isControl(element, lengths),
  );
  const measures = measure(body);
  const all = measures.get(body)?.prose ?? 0;
  const holdsTitle = new Set<ElementNode>();
  for (let at = heading?.parent; at !== undefined; at = at.parent) holdsTitle.add(at);
  const signs = new Map<ElementNode, string[]>();
  const covered = new Map<string, number>();
  const pending: ElementNode[] = [body];
  /** Signs of what each pending element stands in. */
  const around: (readonly string[])[] = [[]];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    let inside = around.pop() ?? [];
    const found = element === body ? [] : furnitureSigns(element);
    if (found.length > 0) signs.set(element, found);
    for (const sign of found) {
      if (inside.includes(sign)) continue;
      covered.set(sign, (covered.get(sign) ?? 0) + (measures.get(element)?.prose ?? 0));
      inside = [...inside, sign];
    }
    // Words on parts of code are about its syntax.
    if (element.name === 'pre' || element.name === 'code') continue;
    for (const child of element.children) {
      if (child.kind !== 'element') continue;
      pending.push(child);
      around.push(inside);
    }
  }
  dropElements(body, (element) => {
    const found = signs.get(element);
    if (found === undefined) return false;
    return found.some((sign) => {
      const share = commentSigns.has(sign) && !holdsTitle.has(element) ? mostCommentShare : mostShare;
      return (covered.get(sign) ?? 0) <= share * all;
    });
  });
}

/** Buttons, but not those that unfold what a heading announces; times on their own; frames that show nothing; noscript. */
function isControl(element: ElementNode, lengths: TextLengths): boolean {
  const { name, parent, attributes } = element;
  if (name === 'button') return !isHeadingLike(parent) && !isHeadingLike(parent?.parent);
  if (name === 'time') return !(parent?.name === 'p' && lengths.of(parent) > textOf(element).length + 40);
  if (name === 'noscript') return !holdsText(element, mostNoscript);
  if (name !== 'iframe') return false;
  const { src = '', width, height } = attributes;
  return (
    isHidden(element) ||
    Number(width) <= 2 ||
    Number(height) <= 2 ||
    !/^(?:https?:)?\/\//i.test(src) ||
    adFrame.test(src)
  );
}

/** A paragraph may hold thousands of times, each of which is set against the whole: its text is counted once. */
class TextLengths {
  readonly #known = new WeakMap<ElementNode, number>();

  of(element: ElementNode): number {
    const known = this.#known.get(element) ?? textOf(element).length;
    this.#known.set(element, known);
    return known;
  }
}

/** Longer ones hold an article for readers without scripts. */
const mostNoscript = 1_500;
const adFrame =
  /doubleclick|googlesyndication|googletagmanager|adservice|amazon-adsystem|taboola|outbrain|\/ads?\/|consent|recaptcha|facebook\.com\/plugins/i;

function isHeadingLike(element: ElementNode | undefined): boolean {
  return (
    element !== undefined &&
    (headingNames.has(element.name) || element.name === 'summary' || element.name === 'dt')
  );
}

/** What speaks for an element being furniture: its name, its role, that it is hidden, words of its class and id. */
export function furnitureSigns(element: ElementNode): string[] {
  const { name, attributes, classWords } = element;
  const { role } = attributes;
  if (name === 'main' || name === 'article' || role === 'main') return [];
  const signs: string[] = [];
  if (unwantedNames.has(name)) signs.push(`name:${name}`);
  if (role !== undefined && unwantedRoles.has(role.toLowerCase())) signs.push(`role:${role.toLowerCase()}`);
  if (isHidden(element)) signs.push('hidden');
  for (const word of classWords) {
    if (unwantedWords.has(word) && !signs.includes(`word:${word}`)) signs.push(`word:${word}`);
  }
  return signs;
}

function isHidden(element: ElementNode): boolean {
  const { attributes } = element;
  if (attributes.hidden !== undefined) return true;
  if (attributes['aria-hidden'] === 'true' && element.name !== 'math') return true;
  const { style } = attributes;
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}
