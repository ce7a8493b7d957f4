import { type Block, unwrap } from './blocks.ts';
import { escapeHtml, linkedHtml } from './escape-text.ts';

const bullet = /^\s*[-*•·‣▪●+]\s+(?=\S)/;
const number = /^\s*(\d{1,3})[.)]\s+(?=\S)/;
const sentenceEnd = /[.!?…:;,)"”’»」』。！？]$/;

/** What the document's line ends mean. */
export interface Layout {
  isWrapped: boolean;
}

/** A block of text as HTML: heading, list, quotation, rule or paragraphs. */
export function blockHtml(block: Block, next: Block | undefined, layout: Layout): string {
  const first = block[0] ?? '';
  if (block.length === 1 && /^\s*(?:[*_=~#-]\s*){3,}$/.test(first)) return '<hr>';
  const heading = underlined(block) ?? (isHeading(block, next) ? first.trim() : undefined);
  if (heading !== undefined) return `<h2>${escapeHtml(heading)}</h2>`;
  if (block.every((line) => /^\s*>/.test(line))) {
    const inner = block.map((line) => line.replace(/^\s*> ?/, ''));
    return `<blockquote>${paragraphs(inner, layout)}</blockquote>`;
  }
  return listHtml(block) ?? paragraphs(block, layout);
}

function paragraphs(block: Block, { isWrapped }: Layout): string {
  const texts = isWrapped ? [unwrap(block)] : block;
  return texts.map((text) => `<p>${linkedHtml(text.trim())}</p>`).join('\n');
}

/** A line with a rule of equal or hyphen signs below. */
function underlined(block: Block): string | undefined {
  const [line = '', rule = ''] = block;
  return block.length === 2 && /^(?:=|-){3,}$/.test(rule.trim()) && line.length <= 120
    ? line.trim()
    : undefined;
}

/** A short line that ends like no sentence, begins like a title and has a longer text below it. */
export function isHeading(block: Block, next: Block | undefined): boolean {
  const line = block[0]?.trim() ?? '';
  const words = line.split(/\s+/).length;
  const following = next ? unwrap(next).length : 0;
  return (
    block.length === 1 &&
    line.length >= 2 &&
    line.length <= 80 &&
    words <= 12 &&
    !sentenceEnd.test(line) &&
    /^[\p{Lu}\p{Lo}\p{N}]/u.test(line) &&
    /\p{L}{2}/u.test(line) &&
    !/^https?:/.test(line) &&
    following > Math.max(line.length * 2, 80)
  );
}

/** Two items or more; an indented line goes on with the item before it. */
function listHtml(block: Block): string | undefined {
  const marker = bullet.test(block[0] ?? '') ? bullet : number.test(block[0] ?? '') ? number : undefined;
  if (!marker) return undefined;
  const items: string[] = [];
  for (const line of block) {
    if (marker.test(line)) items.push(line.replace(marker, ''));
    else if (/^\s{2,}/.test(line) && items.length > 0) items.push(`${items.pop() ?? ''} ${line.trim()}`);
    else return undefined;
  }
  if (items.length < 2 || (marker === number && !isCounting(block))) return undefined;
  const html = items.map((item) => `<li>${linkedHtml(item.trim())}</li>`).join('');
  if (marker === bullet) return `<ul>${html}</ul>`;
  const start = Number(number.exec(block[0] ?? '')?.[1]);
  return start === 1 ? `<ol>${html}</ol>` : `<ol start="${start}">${html}</ol>`;
}

/** Numbers that follow each other; others are years, scores and the like. */
function isCounting(block: Block): boolean {
  const numbers = block.flatMap((line) => number.exec(line)?.[1] ?? []).map(Number);
  return numbers.every((value, index) => index === 0 || value === (numbers[index - 1] ?? 0) + 1);
}
