/** Lines between blank lines; line ends inside are those of the document. */
export type Block = string[];

/** Splits text at blank lines. Lines keep their indentation and lose what trails. */
export function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let block: Block = [];
  for (const line of text.split('\n')) {
    const trimmed = line.replace(/\s+$/, '');
    if (trimmed !== '') block.push(trimmed);
    else if (block.length > 0) {
      blocks.push(block);
      block = [];
    }
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}

/**
 * Whether line ends were put in to keep lines short, as in mail: then lines of a block belong together. Otherwise
 * each line is a paragraph of its own. In wrapped text a line ends because its next word would not have fitted.
 */
export function isHardWrapped(blocks: Block[]): boolean {
  const widths = blocks.flatMap((block) => block.slice(0, -1).map((line) => line.length));
  if (widths.length === 0) return false;
  const longest = Math.max(...blocks.flat().map((line) => line.length));
  if (longest > 140) return false;
  let full = 0;
  for (const block of blocks) {
    for (const [index, line] of block.slice(0, -1).entries()) {
      const [next = ''] = (block[index + 1] ?? '').trim().split(/\s/);
      if (line.length + 1 + next.length > longest * 0.85) full += 1;
    }
  }
  return full >= widths.length * 0.6;
}

/** One line of the lines of a wrapped block; words divided at a hyphen stay as they are written. */
export const unwrap = (block: Block): string => block.map((line) => line.trim()).join(' ');
