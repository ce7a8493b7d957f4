import { parseDate } from '../dates.ts';
import { namesIn } from '../derive/authors.ts';
import type { ParsedDocument } from '../parsed-document.ts';
import { type Block, unwrap } from './blocks.ts';

/** What stands above the text of an article. */
export type TextHead = Pick<ParsedDocument, 'title' | 'authors' | 'published' | 'updated' | 'summary'>;

/**
 * Takes title, byline and date lines off the front of the blocks. The standfirst stays where it is, as the first
 * paragraph, and is the summary too: a reader of the text alone misses nothing.
 * @param stated what a head of fields has said already
 */
export function takeHead(blocks: Block[], stated: TextHead, timeZone: string): TextHead {
  const head: TextHead = { ...stated };
  head.title ??= takeTitle(blocks);
  for (;;) {
    const line = firstLine(blocks);
    if (line === undefined) break;
    const date = dateLine(line, timeZone);
    const names = head.authors ? undefined : byline(line);
    if (date && (date.isUpdate || !head.published)) {
      if (date.isUpdate) head.updated ??= { value: date.value, from: 'date line' };
      else head.published = { value: date.value, from: 'date line' };
    } else if (names) head.authors = { value: names.map((name) => ({ name })), from: 'byline' };
    else break;
    dropFirstLine(blocks);
  }
  head.summary ??= standfirst(blocks);
  return Object.fromEntries(Object.entries(head).filter(([, found]) => found !== undefined));
}

function firstLine(blocks: Block[]): string | undefined {
  return blocks[0]?.[0]?.trim();
}

function dropFirstLine(blocks: Block[]): void {
  blocks[0]?.shift();
  if (blocks[0]?.length === 0) blocks.shift();
}

/** The first line, if it is no longer than titles are and either stands alone or over a longer line. */
function takeTitle(blocks: Block[]): ParsedDocument['title'] {
  const line = firstLine(blocks);
  if (line === undefined || line.length > 200 || /^(?:https?:|[-*•>] )/.test(line)) return undefined;
  const [block = []] = blocks;
  const second = block[1]?.trim();
  const isUnderlined = second !== undefined && /^(?:=|-|~|\*){3,}$/.test(second);
  const isAlone = block.length === 1 || isUnderlined;
  const leads = second !== undefined && second.length > line.length * 1.5 && !/[.!?,;:]$/.test(line);
  const isOnlyText = blocks.length === 1 && block.length === 1;
  const sentences = line.match(/[.!?]\s+\p{Lu}/gu)?.length ?? 0;
  if (isOnlyText || sentences > 2 || !(isAlone || leads || /^(?:by|von|par|por|di)\s/i.test(second ?? '')))
    return undefined;
  dropFirstLine(blocks);
  if (isUnderlined) dropFirstLine(blocks);
  return { value: line.replace(/^#+\s+/, ''), from: 'first line' };
}

function byline(line: string): string[] | undefined {
  if (line.length > 120 || !/^(?:by|words by|written by|story by)[:\s]\s*\p{Lu}/iu.test(line))
    return undefined;
  if (/[.!?]$/.test(line) && !/\b(?:Jr|Sr)\.$/.test(line)) return undefined;
  const names = namesIn(line);
  const areNames = names.every((name) => name.split(/\s+/).length <= 6 && /^\p{Lu}/u.test(name));
  return names.length > 0 && areNames ? names : undefined;
}

function dateLine(line: string, timeZone: string): { value: string; isUpdate: boolean } | undefined {
  if (line.length > 80) return undefined;
  const [, label = '', rest = line] =
    /^(?:(published|posted|date|first published|updated|last updated|modified|last modified)(?: on| at)?:?\s+)?(.+)$/i.exec(
      line,
    ) ?? [];
  const value = parseDate(rest, timeZone);
  return value === undefined ? undefined : { value, isUpdate: /updated|modified/i.test(label) };
}

/** The first paragraph, if it is short beside the one that follows. */
function standfirst(blocks: Block[]): ParsedDocument['summary'] {
  const [first, second] = blocks;
  if (!first || !second || /^\s*(?:[-*•>]|\d+[.)])\s/.test(first[0] ?? '')) return undefined;
  const text = unwrap(first);
  const isStandfirst = text.length >= 40 && text.length <= 350 && unwrap(second).length > text.length;
  return isStandfirst ? { value: text, from: 'standfirst' } : undefined;
}
