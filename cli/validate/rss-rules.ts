import type { Findings } from './findings.ts';
import { checkHtml, isLanguageTag, isWebAddress, rfc822Fault } from './values.ts';
import { atomNamespace, childrenNamed, contentNamespace, type FeedElement, textOf } from './xml-document.ts';

/** What may stand once only (RSS 2.0 specification, "Required" and "Optional channel elements"). */
const channelOnce = [
  'title',
  'link',
  'description',
  'language',
  'copyright',
  'pubDate',
  'lastBuildDate',
  'ttl',
  'image',
  'generator',
];
const itemOnce = [
  'title',
  'link',
  'description',
  'author',
  'comments',
  'guid',
  'pubDate',
  'source',
  'enclosure',
];

/** RSS 2.0 (rssboard.org/rss-specification) and the RSS Advisory Board's profile. @returns the number of items */
export function checkRss(root: FeedElement, address: string | undefined, findings: Findings): number {
  const version = root.attributes.get('version');
  if (version !== '2.0') {
    findings.error('rss-version', `<rss> has the version "${version ?? ''}"; it must be 2.0.`, root);
  }
  const [channel, ...others] = childrenNamed(root, 'channel');
  if (!channel || others.length > 0) {
    findings.error('rss-channel', '<rss> must hold exactly one <channel>.', others[0] ?? root);
    if (!channel) return 0;
  }
  checkChannel(channel, address, findings);
  const items = childrenNamed(channel, 'item');
  for (const stray of childrenNamed(root, 'item')) {
    findings.error('rss-channel', 'An <item> stands outside the <channel>.', stray);
  }
  if (items.length === 0) findings.warning('no-entries', 'The feed holds no items.', channel);
  const guids = new Map<string, number>();
  for (const item of items) checkItem(item, guids, findings);
  return items.length;
}

function checkChannel(channel: FeedElement, address: string | undefined, findings: Findings): void {
  for (const name of ['title', 'link', 'description']) {
    const [element] = childrenNamed(channel, name);
    if (!element) findings.error(`rss-channel-${name}`, `The channel has no <${name}>.`, channel);
    else if (textOf(element) === '' && name !== 'description') {
      findings.error(`rss-channel-${name}`, `The channel's <${name}> is empty.`, element);
    }
  }
  once(channel, channelOnce, findings);
  addresses(channel, ['link', 'docs'], findings);
  dates(channel, ['pubDate', 'lastBuildDate'], findings);
  for (const language of childrenNamed(channel, 'language')) {
    if (!isLanguageTag(textOf(language))) {
      findings.error(
        'rss-language',
        `"${textOf(language)}" is no language tag such as en or pt-BR.`,
        language,
      );
    }
  }
  for (const ttl of childrenNamed(channel, 'ttl')) {
    if (!/^[1-9]\d*$/.test(textOf(ttl))) findings.error('rss-ttl', '<ttl> must be a number of minutes.', ttl);
  }
  for (const image of childrenNamed(channel, 'image')) {
    for (const name of ['url', 'title', 'link']) {
      if (textOf(childrenNamed(image, name)[0]) === '') {
        findings.error('rss-image', `The channel's <image> has no <${name}>.`, image);
      }
    }
  }
  checkSelf(channel, address, findings);
}

function checkSelf(channel: FeedElement, address: string | undefined, findings: Findings): void {
  const self = childrenNamed(channel, 'link', atomNamespace).find(
    (link) => link.attributes.get('rel') === 'self',
  );
  const href = self?.attributes.get('href');
  if (href === undefined) {
    findings.warning('rss-self', 'There is no <atom:link rel="self"> that tells where the feed is.', channel);
  } else if (!isWebAddress(href)) {
    findings.error('rss-self', `<atom:link rel="self"> has "${href}", which is no whole address.`, self);
  } else if (address !== undefined && href !== address) {
    findings.warning(
      'rss-self',
      `The feed says that it is at ${href}, but it was fetched from ${address}.`,
      self,
    );
  }
}

function checkItem(item: FeedElement, guids: Map<string, number>, findings: Findings): void {
  const description = childrenNamed(item, 'description')[0];
  const encoded = childrenNamed(item, 'encoded', contentNamespace)[0];
  if (textOf(childrenNamed(item, 'title')[0]) === '' && textOf(description) === '') {
    findings.error(
      'rss-item-empty',
      'An item needs a <title> or a <description>; this one has neither.',
      item,
    );
  }
  once(item, itemOnce, findings);
  addresses(item, ['link', 'comments'], findings);
  dates(item, ['pubDate'], findings);
  checkGuid(item, guids, findings);
  for (const author of childrenNamed(item, 'author')) {
    if (!/\S+@\S+/.test(textOf(author))) {
      findings.warning(
        'rss-author',
        '<author> must be an email address; names belong into <dc:creator>.',
        author,
      );
    }
  }
  for (const enclosure of childrenNamed(item, 'enclosure')) checkEnclosure(enclosure, findings);
  for (const html of [description, encoded]) if (html) checkHtml(textOf(html), false, findings, html);
}

function checkGuid(item: FeedElement, guids: Map<string, number>, findings: Findings): void {
  const [guid] = childrenNamed(item, 'guid');
  if (!guid) {
    findings.warning('rss-guid', 'The item has no <guid>: readers may show it again when it changes.', item);
    return;
  }
  const text = textOf(guid);
  const isPermaLink = guid.attributes.get('isPermaLink') ?? 'true';
  if (text === '') findings.error('rss-guid', 'The <guid> is empty.', guid);
  else if (isPermaLink !== 'true' && isPermaLink !== 'false') {
    findings.error('rss-guid', `isPermaLink must be true or false, not "${isPermaLink}".`, guid);
  } else if (isPermaLink === 'true' && !isWebAddress(text)) {
    findings.error('rss-guid', `The guid "${text}" is no address: say isPermaLink="false".`, guid);
  }
  const first = guids.get(text);
  if (first !== undefined && text !== '') {
    findings.error('duplicate-id', `The guid "${text}" is that of the item in line ${first} too.`, guid);
  } else guids.set(text, guid.line);
}

function checkEnclosure(enclosure: FeedElement, findings: Findings): void {
  const { attributes } = enclosure;
  if (!isWebAddress(attributes.get('url') ?? '')) {
    findings.error('rss-enclosure', 'The <enclosure> needs a whole address in url.', enclosure);
  }
  if (!/^\d+$/.test(attributes.get('length') ?? '')) {
    findings.error(
      'rss-enclosure',
      'The <enclosure> needs its size in bytes in length; 0 if unknown.',
      enclosure,
    );
  }
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(attributes.get('type') ?? '')) {
    findings.error(
      'rss-enclosure',
      'The <enclosure> needs a media type such as audio/mpeg in type.',
      enclosure,
    );
  }
}

function once(parent: FeedElement, names: readonly string[], findings: Findings): void {
  for (const name of names) {
    const second = childrenNamed(parent, name)[1];
    if (second) findings.error('rss-repeated', `<${name}> may stand only once in <${parent.name}>.`, second);
  }
}

function addresses(parent: FeedElement, names: readonly string[], findings: Findings): void {
  for (const element of names.flatMap((name) => childrenNamed(parent, name))) {
    const text = textOf(element);
    if (text !== '' && !isWebAddress(text)) {
      findings.error(
        'rss-address',
        `<${element.name}> has "${text.slice(0, 80)}", which is no whole address.`,
        element,
      );
    }
  }
}

function dates(parent: FeedElement, names: readonly string[], findings: Findings): void {
  for (const element of names.flatMap((name) => childrenNamed(parent, name))) {
    const fault = rfc822Fault(textOf(element));
    if (fault)
      findings.error(
        'rss-date',
        `<${element.name}> has "${textOf(element).slice(0, 60)}", which ${fault}.`,
        element,
      );
  }
}
