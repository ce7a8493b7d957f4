import { bodyLimits, tooManyElements } from '../body/limits.ts';
import { readFields } from '../front-matter/read-fields.ts';
import type { ParseContext, ParsedDocument } from '../parsed-document.ts';
import { blockHtml } from './block-html.ts';
import { type Block, isHardWrapped, splitBlocks } from './blocks.ts';
import { takeHead } from './head.ts';
import { readMailHeaders } from './mail-headers.ts';
import { barLength, isNavigation } from './navigation.ts';

/**
 * Reads plain text: a head of fields, navigation lines dropped, title, byline, date and standfirst, then blocks.
 * Every other line of the text is in the result.
 * @throws RejectedUploadError `article-too-large`
 */
export function parsePlainText(text: string, { site }: ParseContext): ParsedDocument {
  const blocks = splitBlocks(text);
  // Each makes an element at least.
  if (blocks.length > bodyLimits.elements) throw tooManyElements();
  const fields = readMailHeaders(blocks[0]);
  if (fields) blocks.shift();
  const stated = fields ? readFields(fields, 'head of the text', site.timeZone) : {};
  const body = withoutNavigation(blocks);
  const head = takeHead(body, stated, site.timeZone);
  const layout = { isWrapped: isHardWrapped(body) };
  const html = joinedLists(body).map((block, index, all) => blockHtml(block, all[index + 1], layout));
  return { format: 'text', html: html.join('\n'), ...stated, ...head };
}

function withoutNavigation(blocks: Block[]): Block[] {
  const kept = blocks.map((block) => block.filter((line) => !isNavigation(line)));
  let toSkip = barLength(kept.flat());
  const rest = kept.map((block) => {
    const skipped = Math.min(toSkip, block.length);
    toSkip -= skipped;
    return block.slice(skipped);
  });
  return rest.filter((block) => block.length > 0);
}

/** Items of one list that have blank lines between them. */
function joinedLists(blocks: Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    const kind = itemKind(block);
    if (last && kind !== undefined && itemKind(last) === kind) for (const line of block) last.push(line);
    else joined.push([...block]);
  }
  return joined;
}

function itemKind(block: Block): string | undefined {
  const [, sign, digits] = /^\s*(?:([-*•·‣▪●])|(\d{1,3})[.)])\s+\S/.exec(block[0] ?? '') ?? [];
  return sign ?? (digits === undefined ? undefined : 'number');
}
