import render from 'dom-serializer';
import { type ChildNode, Element, isTag } from 'domhandler';
import { withoutTrailing } from '../clean-characters.ts';
import { inlineMarkdown, isInline } from './inline-markdown.ts';
import { textOf } from './parse-fragment.ts';

/** A clean body as Markdown (CommonMark with GFM tables); what Markdown can't say stays as HTML. */
export function toMarkdown(nodes: ChildNode[]): string {
  return blocks(nodes).join('\n\n');
}

/** The blocks of a flow; text that stands bare in it makes one of its own. */
function blocks(nodes: ChildNode[]): string[] {
  const written: string[] = [];
  let run: ChildNode[] = [];
  let previous = '';
  const endRun = (): void => {
    const line = inlineMarkdown(run);
    if (line !== '') written.push(line);
    run = [];
  };
  for (const node of nodes) {
    if (isInline(node)) {
      run.push(node);
      continue;
    }
    endRun();
    if (!isTag(node)) continue;
    const isList = node.name === 'ul' || node.name === 'ol';
    // Two lists in a row would be read as one.
    if (isList && previous === node.name) written.push('<!-- -->');
    previous = isList ? node.name : '';
    written.push(...block(node));
  }
  endRun();
  return written;
}

function block(element: Element): string[] {
  const { name, children } = element;
  switch (name) {
    case 'p':
      return filled(inlineMarkdown(children));
    case 'hr':
      return ['* * *'];
    case 'blockquote':
      return [blocks(children).join('\n\n').replace(/^/gm, '> ').replace(/^> $/gm, '>')];
    case 'pre':
      return [fenced(element)];
    case 'ul':
    case 'ol':
      return [list(element)];
    case 'table':
      return [table(element) ?? raw(element)];
    case 'dl':
      return children.filter(isTag).flatMap(description);
    case 'figure':
      return blocks(
        children.flatMap((part) => (isTag(part) && part.name === 'figcaption' ? [paragraph(part)] : [part])),
      );
    case 'details':
      return details(element);
    default:
      return /^h[2-6]$/.test(name) ? filled(heading(element)) : blocks(children);
  }
}

const filled = (line: string): string[] => (line === '' ? [] : [line]);
const paragraph = (element: Element): Element => new Element('p', {}, element.children);

function heading({ name, children }: Element): string {
  const line = inlineMarkdown(children).replaceAll(/\\?\n/g, ' ');
  const marks = line.length - withoutTrailing(line, '#').length;
  // They would be taken for the heading's own closing marks.
  const escaped = marks === 0 ? line : `${line.slice(0, -marks)}\\${line.slice(-marks)}`;
  return escaped === '' ? '' : `${'#'.repeat(Number(name[1]))} ${escaped}`;
}

/** The fence is longer than any run of backticks inside. */
function fenced(element: Element): string {
  const code = element.children.find(isTag);
  const language = /^language-(.+)$/.exec(code?.attribs.class ?? '')?.[1] ?? '';
  const text = textOf(element.children);
  const longest = (text.match(/`+/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function list(element: Element): string {
  const items = element.children.filter(isTag);
  const isLoose = items.some((item) => item.children.some((child) => isTag(child) && child.name === 'p'));
  let number = Number.parseInt(element.attribs.start ?? '1', 10);
  if (!(number >= 0 && number < 1e9)) number = 1;
  const lines = items.map((item, index) => {
    const marker = element.name === 'ol' ? `${number + index}. ` : '- ';
    const content = blocks(item.children).join(isLoose ? '\n\n' : '\n');
    return marker + content.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length)}`);
  });
  return lines.join(isLoose ? '\n\n' : '\n');
}

function description(part: Element): string[] {
  return part.name === 'dt'
    ? filled(inlineMarkdown(part.children)).map((term) => `**${term}**`)
    : blocks(part.children);
}

function details(element: Element): string[] {
  const summary = element.children.filter(isTag).find((child) => child.name === 'summary');
  const rest = element.children.filter((child) => child !== summary);
  return ['<details>', ...(summary ? [raw(summary)] : []), ...blocks(rest), '</details>'];
}

/** A pipe table, if the cells are single lines in equal rows; else nothing. */
function table(element: Element): string | undefined {
  const parts = element.children.filter(isTag);
  const rows = parts.flatMap((part) => part.children.filter(isTag));
  const cells = rows.map((row) => row.children.filter(isTag));
  const width = cells[0]?.length ?? 0;
  const isSimple =
    parts.every(({ name }) => name === 'thead' || name === 'tbody') &&
    width > 0 &&
    cells.every((row) => row.length === width && row.every(isSimpleCell));
  if (!isSimple) return undefined;
  const lines = cells.map((row) => `| ${row.map(cellText).join(' | ')} |`);
  const rule = `| ${(cells[0] ?? []).map(columnRule).join(' | ')} |`;
  const hasHead = parts[0]?.name === 'thead' || cells[0]?.every(({ name }) => name === 'th');
  return hasHead
    ? [lines[0], rule, ...lines.slice(1)].join('\n')
    : [`|${'  |'.repeat(width)}`, rule, ...lines].join('\n');
}

/** A column is aligned as its first cell is (GFM, section 4.10). */
const columnRule = ({ attribs }: Element): string => rules[attribs.align?.toLowerCase() ?? ''] ?? '---';
const rules: Readonly<Record<string, string>> = { left: ':---', center: ':---:', right: '---:' };

const isSimpleCell = (cell: Element): boolean =>
  cell.attribs.colspan === undefined && cell.attribs.rowspan === undefined && cell.children.every(isInline);

const cellText = (cell: Element): string =>
  inlineMarkdown(cell.children).replaceAll(/\\?\n/g, '<br>').replaceAll('|', '\\|');

/** HTML within Markdown ends at a blank line, so it may hold none. */
function raw(element: Element): string {
  return render(element, { encodeEntities: 'utf8', emptyAttrs: true }).replaceAll('\n', '&#10;');
}
