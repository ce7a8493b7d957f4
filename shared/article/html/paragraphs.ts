import { blockNames } from './names.ts';
import { ElementNode, elementsIn, type TreeNode } from './nodes.ts';

const containers = new Set(['div', 'section', 'article', 'main', 'body', 'center', 'header']);

/**
 * Makes paragraphs of text that stands bare between blocks or is parted by empty lines (`<br><br>`), so that every
 * later stage sees paragraphs only.
 */
export function wrapBareText(root: ElementNode): void {
  for (const element of elementsIn(root)) {
    if (containers.has(element.name) && isMixed(element)) element.children = wrapped(element);
  }
}

/** Whether bare text stands beside blocks or empty lines. */
function isMixed(element: ElementNode): boolean {
  let text = false;
  let blocks = false;
  let breaks = 0;
  for (const child of element.children) {
    if (child.kind === 'text') {
      if (isBlank(child)) continue;
      text = true;
      breaks = 0;
    } else if (child.name === 'br') {
      breaks++;
      if (breaks > 1) blocks = true;
    } else if (blockNames.has(child.name)) blocks = true;
    else breaks = 0;
    if (text && blocks) return true;
  }
  return false;
}

function wrapped(parent: ElementNode): TreeNode[] {
  const made: TreeNode[] = [];
  let run: TreeNode[] = [];
  let breaks = 0;
  const flush = (): void => {
    while (run.length > 0 && isBreak(run[run.length - 1])) run.pop();
    if (run.some((node) => !isBlank(node))) {
      const paragraph = new ElementNode('p', {}, parent);
      for (const node of run) node.parent = paragraph;
      paragraph.children = run;
      made.push(paragraph);
    } else made.push(...run);
    run = [];
    breaks = 0;
  };
  for (const child of parent.children) {
    if (child.kind === 'element' && (blockNames.has(child.name) || holdsBlock(child))) {
      flush();
      made.push(child);
    } else if (isBreak(child)) {
      breaks++;
      if (breaks > 1) flush();
      else if (run.length > 0) run.push(child);
    } else {
      if (!isBlank(child)) breaks = 0;
      run.push(child);
    }
  }
  flush();
  return made;
}

const isBreak = (node: TreeNode | undefined): boolean => node?.kind === 'element' && node.name === 'br';
const isBlank = (node: TreeNode): boolean => node.kind === 'text' && !/\S/.test(node.text);

/** An inline element around blocks, such as a link around a card. */
function holdsBlock(element: ElementNode): boolean {
  const pending: ElementNode[] = [element];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const child of at.children) {
      if (child.kind !== 'element') continue;
      if (blockNames.has(child.name)) return true;
      pending.push(child);
    }
  }
  return false;
}
