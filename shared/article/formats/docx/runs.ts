import { escapeHtml } from '../../text/escape-text.ts';
import { at, contentOf, descendantsOf, type XmlElement } from '../xml/tree.ts';
import { isOn, type Relationship, wordValue } from './package.ts';

/** What the text of a part needs from around it. */
export interface RunContext {
  relationships: ReadonlyMap<string, Relationship>;
  /** Collects the ids of footnotes and endnotes in the order in which the text refers to them. */
  notes: string[];
}

/** Elements whose content is no part of the text as it stands: deleted, moved away, or about the text. */
const left = new Set([
  'del',
  'moveFrom',
  'pPr',
  'rPr',
  'instrText',
  'delText',
  'annotationRef',
  'proofErr',
  'bookmarkStart',
  'bookmarkEnd',
]);

/** The content of a paragraph as HTML. Fields leave their result; a link field becomes a link. */
export function inlineHtml(nodes: XmlElement['children'], context: RunContext): string {
  let html = '';
  /** Addresses of the link fields that are open at this point; empty for other fields. */
  const fields: { address: string; isResult: boolean }[] = [];
  for (const node of nodes) {
    if (typeof node === 'string' || left.has(node.name)) continue;
    const mark = node.name === 'r' ? at(node, 'fldChar')?.attributes.get('w:fldCharType') : undefined;
    const field = fields.at(-1);
    if (mark === 'begin') fields.push({ address: '', isResult: false });
    else if (mark === 'separate' && field) {
      field.isResult = true;
      if (field.address) html += `<a href="${escapeHtml(field.address)}">`;
    } else if (mark === 'end') {
      if (field?.isResult && field.address) html += '</a>';
      fields.pop();
    } else if (field && !field.isResult) {
      field.address ||= /^\s*HYPERLINK\s+"([^"]+)"/.exec(contentOf(at(node, 'instrText')))?.[1] ?? '';
    } else html += nodeHtml(node, context);
  }
  return html;
}

function nodeHtml(node: XmlElement, context: RunContext): string {
  switch (node.name) {
    case 'r':
      return runHtml(node, context);
    case 'hyperlink': {
      const target = context.relationships.get(node.attributes.get('r:id') ?? '');
      const inner = inlineHtml(node.children, context);
      return target?.isExternal ? `<a href="${escapeHtml(target.target)}">${inner}</a>` : inner;
    }
    case 'oMath':
    case 'oMathPara':
      return escapeHtml(descendantsOf(node, 't').map(contentOf).join(''));
    case 'AlternateContent':
      return inlineHtml(at(node, 'Choice')?.children ?? at(node, 'Fallback')?.children ?? [], context);
    default:
      return inlineHtml(node.children, context);
  }
}

/** Runs of one look, outermost first. */
const looks: readonly [property: string, tag: string][] = [
  ['b', 'strong'],
  ['i', 'em'],
  ['strike', 's'],
];

function runHtml(run: XmlElement, context: RunContext): string {
  const properties = at(run, 'rPr');
  if (isOn(properties, 'vanish')) return '';
  let html = run.children
    .map((child) => (typeof child === 'string' ? '' : pieceHtml(child, context)))
    .join('');
  if (html.trim() === '') return html;
  const position = wordValue(properties, 'vertAlign');
  if (position === 'superscript') html = `<sup>${html}</sup>`;
  if (position === 'subscript') html = `<sub>${html}</sub>`;
  for (const [property, tag] of looks) if (isOn(properties, property)) html = `<${tag}>${html}</${tag}>`;
  return html;
}

function pieceHtml(piece: XmlElement, context: RunContext): string {
  switch (piece.name) {
    case 't':
      return escapeHtml(contentOf(piece));
    case 'tab':
    case 'ptab':
      return ' ';
    case 'cr':
      return '<br>';
    case 'br':
      return ['page', 'column'].includes(piece.attributes.get('w:type') ?? '') ? ' ' : '<br>';
    case 'noBreakHyphen':
      return '\u2011';
    case 'drawing':
    case 'pict':
    case 'object':
      return pictureHtml(piece, context);
    case 'footnoteReference':
    case 'endnoteReference':
      return noteHtml(piece, context);
    case 'AlternateContent':
      return (
        (at(piece, 'Choice') ?? at(piece, 'Fallback'))?.children
          .map((child) => (typeof child === 'string' ? '' : pieceHtml(child, context)))
          .join('') ?? ''
      );
    default:
      return '';
  }
}

/** Pictures (DrawingML, and VML of older files), then the text of boxes. */
function pictureHtml(piece: XmlElement, context: RunContext): string {
  const alt =
    descendantsOf(piece, 'docPr')[0]?.attributes.get('descr') ??
    descendantsOf(piece, 'shape')[0]?.attributes.get('alt') ??
    '';
  const ids = [
    ...descendantsOf(piece, 'blip').map(
      ({ attributes }) => attributes.get('r:embed') ?? attributes.get('r:link'),
    ),
    ...descendantsOf(piece, 'imagedata').map(({ attributes }) => attributes.get('r:id')),
  ];
  const sources = new Set(ids.flatMap((id) => context.relationships.get(id ?? '')?.target ?? []));
  const images = [...sources].map((source) => `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt)}">`);
  const boxes = descendantsOf(piece, 'txbxContent').flatMap((box) => descendantsOf(box, 'p'));
  return (
    images.join('') + boxes.map((paragraph) => ` ${inlineHtml(paragraph.children, context)} `).join('<br>')
  );
}

function noteHtml(reference: XmlElement, { notes }: RunContext): string {
  const id = `${reference.name.replace('Reference', '')}-${reference.attributes.get('w:id')}`;
  if (!notes.includes(id)) notes.push(id);
  return `<sup><a href="#${id}">${notes.indexOf(id) + 1}</a></sup>`;
}
