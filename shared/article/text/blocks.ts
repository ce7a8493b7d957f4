/** Lines between blank lines; line ends inside are those of the document. */
export type Block = string[];

/** Splits text at blank lines. Lines keep their indentation and lose what trails. */
export function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let block: Block = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trimEnd();
    if (trimmed !== '') block.push(trimmed);
    else if (block.length > 0) {
      blocks.push(block);
      block = [];
    }
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}

/** Lines of lists, quotations and rules end where they do for reasons of their own. */
const marked = /^\s*(?:[-*•·‣+>]\s|\d{1,3}[.)]\s|>|[-=~*_]{3,}\s*$)/;

/**
 * Whether line ends were put in to keep lines short, as in mail: then lines of a block belong together. Otherwise
 * each line is a paragraph of its own. In wrapped text a line ends because its next word would not have fitted, mostly within a sentence.
 */
export function isHardWrapped(all: Block[]): boolean {
  const blocks = all.filter((block) => !block.some((line) => marked.test(line)));
  const widths = blocks.flatMap((block) => block.slice(0, -1).map((line) => line.length));
  if (widths.length === 0) return false;
  const longest = blocks.flat().reduce((most, line) => Math.max(most, line.length), 0);
  if (longest > 140) return false;
  let full = 0;
  let open = 0;
  for (const block of blocks) {
    for (const [index, line] of block.slice(0, -1).entries()) {
      const [next = ''] = (block[index + 1] ?? '').trim().split(/\s/);
      if (line.length + 1 + next.length > longest * 0.85) full += 1;
      if (!/[.!?…:]["”’»)]*$/.test(line)) open += 1;
    }
  }
  return full >= widths.length * 0.6 && open >= widths.length * 0.5;
}

/** One line of the lines of a wrapped block; words divided at a hyphen stay as they are written. */
export const unwrap = (block: Block): string => block.map((line) => line.trim()).join(' ');
