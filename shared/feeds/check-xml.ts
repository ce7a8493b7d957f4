import { SaxesParser } from 'saxes';
import { OutputCheckError } from '../errors.ts';
import { finderOf } from './characters.ts';
import { compareIds } from './check-ids.ts';

interface XmlShape {
  root: string;
  namespace: string;
  /** Path of the element that holds an entry, and of its id. */
  entry: readonly string[];
  id: readonly string[];
}

const rss: XmlShape = {
  root: 'rss',
  namespace: '',
  entry: ['rss', 'channel', 'item'],
  id: ['rss', 'channel', 'item', 'guid'],
};
const atom: XmlShape = {
  root: 'feed',
  namespace: 'http://www.w3.org/2005/Atom',
  entry: ['feed', 'entry'],
  id: ['feed', 'entry', 'id'],
};

/** @throws OutputCheckError unless the text is well-formed RSS that holds exactly these entries, in this order. */
export function checkRss(text: string, expectedIds: readonly string[]): void {
  checkXml('rss.xml', text, rss, expectedIds);
}

/** @throws OutputCheckError unless the text is well-formed Atom that holds exactly these entries, in this order. */
export function checkAtom(text: string, expectedIds: readonly string[]): void {
  checkXml('atom.xml', text, atom, expectedIds);
}

/** @throws OutputCheckError unless the text is well-formed OPML. */
export function checkOpml(text: string): void {
  checkXml('feeds.opml', text, { root: 'opml', namespace: '', entry: [], id: [] }, []);
}

function checkXml(name: string, text: string, shape: XmlShape, expectedIds: readonly string[]): void {
  const found: string[] = [];
  try {
    readIds(text, shape, found);
  } catch (cause) {
    throw new OutputCheckError(
      'output-not-well-formed',
      `${name} is not well-formed: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
  compareIds(name, found, expectedIds);
}

/** Reads the ids with a strict, namespace-aware parser; throws at the first fault. */
function readIds(text: string, shape: XmlShape, found: string[]): void {
  // Saxes keeps a handler a property; more than six of them make the parser several times slower.
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  let entries = 0;
  let id: string | undefined;
  parser.on('opentag', ({ name, uri }) => {
    path.push(name);
    if (path.length === 1 && (name !== shape.root || uri !== shape.namespace)) {
      throw new Error(`its root is ${name}`);
    }
    if (isAt(path, shape.entry)) entries += 1;
    else if (isAt(path, shape.id)) id = '';
  });
  parser.on('text', (chunk) => {
    if (id !== undefined) id += chunk;
  });
  parser.on('closetag', () => {
    if (id !== undefined && isAt(path, shape.id)) {
      found.push(id);
      id = undefined;
    }
    path.pop();
  });
  parser.write(withoutSections(text)).close();
  if (entries !== found.length) throw new Error(`it has ${entries} entries and ${found.length} ids`);
}

function isAt(path: readonly string[], place: readonly string[]): boolean {
  return path.length === place.length && place.every((name, index) => path[index] === name);
}

/** Characters that XML 1.0 (section 2.2) allows nowhere; lone surrogates are looked for apart. */
const holdsForbidden = finderOf([0x00, 0x08], [0x0b, 0x0c], [0x0e, 0x1f], [0xfffe, 0xffff]);

/**
 * The document with its CDATA sections emptied: they are most of its bytes and nine tenths of the parser's time.
 * No fault slips through. A section ends at the first `]]>`, so all that can be wrong inside are characters, which are
 * looked at here. Elsewhere `<![CDATA[` opens no section only in comments, processing instructions and document types,
 * none of which is ever written, and where `<` is an error anyway.
 */
function withoutSections(text: string): string {
  if (!text.isWellFormed() || holdsForbidden(text)) throw new Error('it holds a character that XML forbids');
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const opening = text.indexOf(sectionStart, from);
    const end = opening < 0 ? -1 : text.indexOf(']]>', opening);
    if (end < 0) break;
    parts.push(text.slice(from, opening + sectionStart.length));
    from = end;
  }
  parts.push(text.slice(from));
  const rest = parts.join('');
  for (const [mark, what] of neverWritten) {
    if (rest.includes(mark, 1)) throw new Error(`it holds a ${what}, which is never written`);
  }
  return rest;
}

const sectionStart = '<![CDATA[';

/** The XML declaration, at the very start, opens like a processing instruction. */
const neverWritten = [
  ['<!--', 'comment'],
  ['<!DOCTYPE', 'document type'],
  ['<?', 'processing instruction'],
] as const;
