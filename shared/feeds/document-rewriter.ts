import { SaxesParser } from 'saxes';
import { attributeList, type XmlAttributes, xmlText } from './xml.ts';

/** What the `feed` package can't write, and where it goes. All strings are XML, already escaped. */
export interface DocumentAdditions {
  rootAttributes?: XmlAttributes;
  /** Name of the element that holds the entries: `channel` or `feed`. */
  container: string;
  /** Goes to the container's end: more that describes the feed, then its entries, as readers and validators expect. */
  atEnd?: string;
  /** Paths of elements that the library wrote and that are left out, such as `feed/link`. */
  dropped: ReadonlySet<string>;
}

/** Elements that hold elements only: white space in them means nothing. */
const containers = new Set(['rss', 'channel', 'item', 'feed', 'entry', 'author']);

/**
 * Reads the library's document with a strict parser and writes it again, completed.
 * The entries, which are most of a feed, never pass through here: they come in with the additions.
 * @throws Error when the document is not well-formed
 */
export function rewriteDocument(xml: string, additions: DocumentAdditions): string {
  let out = '<?xml version="1.0" encoding="utf-8"?>\n';
  const path: string[] = [];
  let dropping = 0;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (dropping > 0 || additions.dropped.has(path.join('/'))) {
      dropping += 1;
      return;
    }
    const extra = path.length === 1 ? additions.rootAttributes : {};
    out += `<${name}${attributeList({ ...attributes, ...extra })}>${containers.has(name) ? '\n' : ''}`;
  });
  const write = (text: string) => {
    if (dropping === 0 && path.length > 0 && !containers.has(path.at(-1) ?? '')) out += xmlText(text);
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', ({ name }) => {
    path.pop();
    if (dropping > 0) {
      dropping -= 1;
      return;
    }
    if (name === additions.container) out += additions.atEnd ?? '';
    out += `</${name}>\n`;
  });
  parser.write(xml).close();
  return out;
}
