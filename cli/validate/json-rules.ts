import { LineCounter, parseDocument } from 'yaml';
import * as z from '../../shared/zod.ts';
import { Findings, type Place } from './findings.ts';
import { checkHtml, isLanguageTag, isRfc3339, isWebAddress } from './values.ts';

const address = z.string().check(z.refine(isWebAddress, 'is no whole address such as https://example.org/'));
const date = z.string().check(z.refine(isRfc3339, 'is no date such as 2026-01-31T08:00:00Z'));
const language = z.string().check(z.refine(isLanguageTag, 'is no language tag such as en or pt-BR'));
const author = z
  .looseObject({ name: z.optional(z.string()), url: z.optional(z.string()), avatar: z.optional(z.string()) })
  .check(z.refine(({ name, url, avatar }) => name ?? url ?? avatar, 'needs a name, a url or an avatar'));
const attachment = z.looseObject({
  url: address,
  mime_type: z.string().check(z.minLength(1)),
  title: z.optional(z.string()),
  size_in_bytes: z.optional(z.number()),
  duration_in_seconds: z.optional(z.number()),
});
const item = z.looseObject({
  id: z.string().check(z.minLength(1, 'is empty')),
  url: z.optional(address),
  external_url: z.optional(address),
  title: z.optional(z.string()),
  content_html: z.optional(z.string()),
  content_text: z.optional(z.string()),
  summary: z.optional(z.string()),
  image: z.optional(address),
  banner_image: z.optional(address),
  date_published: z.optional(date),
  date_modified: z.optional(date),
  authors: z.optional(z.array(author)),
  tags: z.optional(z.array(z.string())),
  language: z.optional(language),
  attachments: z.optional(z.array(attachment)),
});

/** JSON Feed 1.1 (jsonfeed.org/version/1.1), as far as types say it. */
const feedSchema = z.looseObject({
  version: z.enum(['https://jsonfeed.org/version/1.1', 'https://jsonfeed.org/version/1']),
  title: z.string(),
  home_page_url: z.optional(address),
  feed_url: z.optional(address),
  description: z.optional(z.string()),
  user_comment: z.optional(z.string()),
  next_url: z.optional(address),
  icon: z.optional(address),
  favicon: z.optional(address),
  authors: z.optional(z.array(author)),
  language: z.optional(language),
  expired: z.optional(z.boolean()),
  hubs: z.optional(z.array(z.looseObject({ type: z.string(), url: address }))),
  items: z.array(item),
});
type Feed = z.infer<typeof feedSchema>;

type Path = readonly PropertyKey[];

/** Where a value stands in the text, by its path. */
type Locate = (path: Path) => Place;

/** JSON Feed 1.1. @returns the number of items; undefined when it is no feed at all */
export function checkJsonFeed(
  text: string,
  source: string | undefined,
  findings: Findings,
): number | undefined {
  const value = parseStrictly(text, findings);
  if (value === undefined) return undefined;
  const locate = locator(text);
  const parsed = feedSchema.safeParse(value);
  for (const issue of parsed.error?.issues ?? []) {
    findings.error('json-member', `${nameOf(issue.path)} ${wordsOf(issue)}.`, locate(issue.path));
  }
  const items = z.looseObject({ items: z.array(z.unknown()) }).safeParse(value).data?.items;
  if (!parsed.data) return items?.length;
  checkFeed(parsed.data, source, locate, findings);
  return parsed.data.items.length;
}

function parseStrictly(text: string, findings: Findings): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
    const at = line ? { line: Number(line), column: Number(column) } : { line: text.split('\n').length };
    findings.error(
      'json-well-formed',
      `It is not valid JSON: ${message.replace(/ in JSON at position.*/s, '')}.`,
      at,
    );
    return undefined;
  }
}

/** JSON is YAML, whose parser knows places; it is asked only once there is something to tell. */
function locator(text: string): Locate {
  const lines = new LineCounter();
  let document: ReturnType<typeof parseDocument> | undefined;
  return (path) => {
    document ??= parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (!node?.range) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
    return {};
  };
}

function nameOf(path: Path): string {
  const name = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return name === '' ? 'The document' : name.replace(/^\./, '');
}

function wordsOf({ code, message, ...issue }: z.core.$ZodIssue): string {
  if (code === 'custom' || code === 'too_small') return message;
  if (code === 'invalid_value') return 'must be https://jsonfeed.org/version/1.1';
  if (code === 'invalid_type') {
    const expected = String((issue as { expected?: string }).expected);
    return /received undefined/.test(message)
      ? 'is missing'
      : `must be ${/^[aeio]/.test(expected) ? 'an' : 'a'} ${expected}`;
  }
  return message;
}

const feedMembers = new Set([...Object.keys(feedSchema.shape), 'author']);
const itemMembers = new Set([...Object.keys(item.shape), 'author']);

function checkFeed(feed: Feed, source: string | undefined, locate: Locate, findings: Findings): void {
  checkMembers(feed, feedMembers, [], locate, findings);
  if (feed.title.trim() === '')
    findings.warning('json-title', 'The feed’s title is empty.', locate(['title']));
  for (const name of ['home_page_url', 'feed_url'] as const) {
    if (feed[name] === undefined)
      findings.warning('json-address', `The feed has no ${name}, which is strongly recommended.`);
  }
  if (feed.next_url !== undefined && feed.next_url === feed.feed_url) {
    findings.error(
      'json-next',
      'next_url must not be feed_url: readers would go round in circles.',
      locate(['next_url']),
    );
  }
  if (source !== undefined && feed.feed_url !== undefined && feed.feed_url !== source) {
    findings.warning(
      'json-self',
      `The feed says that it is at ${feed.feed_url}, but it was fetched from ${source}.`,
      locate(['feed_url']),
    );
  }
  if (feed.items.length === 0) findings.warning('no-entries', 'The feed holds no items.', locate(['items']));
  const seen = new Set<string>();
  for (const [index, each] of feed.items.entries()) {
    const path = ['items', index];
    checkMembers(each, itemMembers, path, locate, findings);
    if (seen.has(each.id)) {
      findings.error('duplicate-id', `Another item has the id "${each.id}" too.`, locate([...path, 'id']));
    }
    seen.add(each.id);
    if (each.content_html === undefined && each.content_text === undefined) {
      findings.error(
        'json-content',
        'An item needs content_html or content_text; this one has neither.',
        locate(path),
      );
    }
    if (each.content_html !== undefined) {
      // Every relative address costs a look-up of its place only when it is told.
      const own = new Findings();
      checkHtml(each.content_html, false, own, {});
      for (const { rule, message } of own.problems)
        findings.warning(rule, message, locate([...path, 'content_html']));
    }
  }
}

function checkMembers(
  value: object,
  known: ReadonlySet<string>,
  path: Path,
  locate: Locate,
  findings: Findings,
): void {
  for (const name of Object.keys(value)) {
    if (name === 'author') {
      findings.warning('json-author', 'author is of version 1; write authors.', locate([...path, name]));
    } else if (!known.has(name) && !name.startsWith('_')) {
      findings.warning(
        'json-unknown',
        `"${name}" is no member of JSON Feed; names of extensions begin with "_".`,
        locate([...path, name]),
      );
    }
  }
}
