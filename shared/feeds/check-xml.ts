import { SaxesParser } from 'saxes';
import { OutputCheckError } from '../errors.ts';
import { compareIds } from './check-ids.ts';

interface XmlShape {
  root: string;
  namespace: string;
  /** Path of the element that holds an entry, and of its id. */
  entry: string;
  id: string;
}

const rss: XmlShape = { root: 'rss', namespace: '', entry: 'rss/channel/item', id: 'rss/channel/item/guid' };
const atom: XmlShape = {
  root: 'feed',
  namespace: 'http://www.w3.org/2005/Atom',
  entry: 'feed/entry',
  id: 'feed/entry/id',
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
  checkXml('feeds.opml', text, { root: 'opml', namespace: '', entry: '', id: '' }, []);
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
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  let entries = 0;
  let id: string | undefined;
  const refuse = (what: string) => () => {
    throw new Error(`it holds ${what}, which is never written`);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', refuse('a document type'));
  parser.on('comment', refuse('a comment'));
  parser.on('processinginstruction', refuse('a processing instruction'));
  parser.on('opentag', ({ name, uri }) => {
    path.push(name);
    const place = path.join('/');
    if (path.length === 1 && (name !== shape.root || uri !== shape.namespace)) {
      throw new Error(`its root is ${name}`);
    }
    if (place === shape.entry) entries += 1;
    if (place === shape.id) id = '';
  });
  const read = (chunk: string) => {
    if (id !== undefined) id += chunk;
  };
  parser.on('text', read);
  parser.on('cdata', read);
  parser.on('closetag', () => {
    if (id !== undefined && path.join('/') === shape.id) {
      found.push(id);
      id = undefined;
    }
    path.pop();
  });
  parser.write(text).close();
  if (entries !== found.length) throw new Error(`it has ${entries} entries and ${found.length} ids`);
}
