import { createHash } from 'node:crypto';
import render from 'dom-serializer';
import { type ChildNode, type Element, isTag } from 'domhandler';
import type { IOptions } from 'sanitize-html';
import { cleanCharacters, cleanLine } from '../clean-characters.ts';
import type { EmbeddedMedia } from '../media/embedded-media.ts';
import { elementsOf, textOf } from './parse-fragment.ts';

/** Elements that put something on the drawing (SVG 2, chapters 9 to 11). */
const shapes = ['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text'];

/** Presentation attributes and geometry; none that runs, hides behind a style, or names a file. */
const everywhere =
  'id transform fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-opacity stroke-miterlimit opacity clip-path clip-rule mask color x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height dx dy rotate text-anchor dominant-baseline font-family font-size font-weight font-style letter-spacing textLength lengthAdjust offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits patternTransform viewBox preserveAspectRatio marker-start marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient vector-effect'.split(
    ' ',
  );

const options: IOptions = {
  allowedTags: [
    ...shapes, 'svg', 'g', 'defs', 'tspan', 'title', 'desc', 'linearGradient', 'radialGradient', 'stop', 'clipPath', 'mask',
    'pattern', 'marker',
  ],
  allowedAttributes: { '*': everywhere, svg: [...everywhere, 'xmlns', 'role', 'aria-label'] },
  nonTextTags: ['script', 'style', 'foreignObject', 'metadata', 'textarea', 'option', 'noscript'],
  parseStyleAttributes: false,
  // As XML: names keep their case, and nothing is HTML inside.
  parser: { xmlMode: true },
  transformTags: { '*': (tagName, attribs) => ({ tagName, attribs: withinItself(attribs) }) },
  nestingLimit: 50,
}; // biome-ignore format: a list reads better in lines

/** References stay within the drawing: `url(#gradient)`. */
function withinItself(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => !/url\s*\(\s*(?!["']?#)|[\\@]|&/i.test(value)),
  );
}

/** Smaller ones are signs of an interface, in pixels; so are those that leave their size to a style. */
const smallest = 65;
const mostBytes = 1024 * 1024;

/**
 * Makes pictures of the drawings (inline SVG) in a tree, in place: as a file of its own a drawing can neither run
 * anything nor reach into the page, and every feed reader shows it. What is no drawing, or an icon, goes.
 */
export async function embedDrawings(nodes: ChildNode[], embedded: Map<string, EmbeddedMedia>): Promise<void> {
  const drawings = elementsOf(nodes).filter(({ name }) => name === 'svg');
  if (drawings.length === 0) return;
  const { default: sanitizeHtml } = await import('sanitize-html');
  for (const drawing of drawings) {
    const size = sizeOf(drawing);
    const isIcon = Math.max(size.width ?? 0, size.height ?? 0) < smallest;
    if (isIcon || !elementsOf(drawing.children).some(({ name }) => shapes.includes(name))) continue;
    const alt = altOf(drawing);
    drawing.attribs.xmlns = 'http://www.w3.org/2000/svg';
    const markup = sanitizeHtml(cleanCharacters(render(drawing)), options);
    if (markup.length > mostBytes || !/^<svg[ >]/.test(markup)) continue;
    const src = embedDrawing(markup, size, embedded);
    const facts = Object.entries(size).map(([name, pixels]) => [name, String(pixels)]);
    drawing.name = 'img';
    drawing.attribs = { src, alt, ...Object.fromEntries(facts) };
    drawing.children = [];
  }
}

interface Size {
  width?: number;
  height?: number;
}

function embedDrawing(markup: string, size: Size, embedded: Map<string, EmbeddedMedia>): string {
  const content = Buffer.from(markup);
  const url = `embedded:${createHash('sha256').update(content).digest('hex')}.svg`;
  embedded.set(url, { url, kind: 'image', type: 'image/svg+xml', ...size, bytes: content.length, content });
  return url;
}

/** As stated in pixels, else as its coordinates run. */
function sizeOf({ attribs }: Element): Size {
  const [, , boxWidth, boxHeight] = (attribs.viewbox ?? attribs.viewBox ?? '').trim().split(/[\s,]+/, 4);
  const width = pixels(attribs.width) ?? pixels(boxWidth);
  const height = pixels(attribs.height) ?? pixels(boxHeight);
  return { ...(width && { width }), ...(height && { height }) };
}

function pixels(written: string | undefined): number | undefined {
  const [, number] = /^\s*(\d{1,5}(?:\.\d{1,9})?)(?:px)?\s*$/.exec(written ?? '') ?? [];
  const rounded = Math.round(Number(number));
  return rounded > 0 ? rounded : undefined;
}

/** Its name for those who can't see it. */
function altOf(drawing: Element): string {
  const named = drawing.children.find((child) => isTag(child) && child.name === 'title');
  return cleanLine(drawing.attribs['aria-label'] ?? (named ? textOf([named]) : '')).slice(0, 500);
}
