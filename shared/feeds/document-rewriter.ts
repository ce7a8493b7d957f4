import { SaxesParser } from 'saxes';
import { attributeList, type XmlAttributes, xmlText } from './xml.ts';

/** XML to add to one item: before and after what the library wrote. */
export interface ItemAdditions {
  first: string;
  last: string;
}

/** What the `feed` package can't write, and where it goes. All strings are XML, already escaped. */
export interface DocumentAdditions {
  /** Name of the element that holds one entry: `item` or `entry`. */
  item: string;
  rootAttributes: XmlAttributes;
  /** Attributes of each item's element, in order. */
  itemAttributes?: XmlAttributes[];
  /** Goes before the first item: readers and validators expect what describes a feed ahead of its items. */
  beforeItems: string;
  items: ItemAdditions[];
  /** Paths of elements that the library wrote and that are left out, such as `feed/entry/title`. */
  dropped: ReadonlySet<string>;
}

/** Elements that hold elements only: white space in them means nothing. */
const containers = new Set(['rss', 'channel', 'item', 'feed', 'entry', 'author']);

/**
 * Reads the library's document with a strict parser and writes it again, completed.
 * The bodies, which are most of a feed, never pass through here: they come in with the additions.
 * @throws Error when the document is not well-formed
 */
export function rewriteDocument(xml: string, additions: DocumentAdditions): string {
  let out = '<?xml version="1.0" encoding="utf-8"?>\n';
  const path: string[] = [];
  let items = 0;
  let dropping = 0;
  let headWritten = false;
  const parser = new SaxesParser();
  const writeHead = () => {
    if (!headWritten) out += additions.beforeItems;
    headWritten = true;
  };
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    if (dropping > 0 || additions.dropped.has(path.join('/'))) {
      dropping += 1;
      return;
    }
    const extra = path.length === 1 ? additions.rootAttributes : {};
    if (name === additions.item) {
      writeHead();
      out += `<${name}${attributeList({ ...attributes, ...additions.itemAttributes?.[items] })}>\n`;
      out += additions.items[items]?.first ?? '';
      return;
    }
    out += `<${name}${attributeList({ ...attributes, ...extra })}>${containers.has(name) ? '\n' : ''}`;
  });
  const write = (text: string) => {
    if (dropping === 0 && path.length > 0 && !containers.has(path.at(-1) ?? '')) out += xmlText(text);
  };
  parser.on('text', write);
  parser.on('cdata', write);
  parser.on('closetag', ({ name }) => {
    const parent = path.at(-2);
    path.pop();
    if (dropping > 0) {
      dropping -= 1;
      return;
    }
    if (name === additions.item) {
      out += additions.items[items]?.last ?? '';
      items += 1;
    }
    if (name === 'channel' || parent === undefined) writeHead();
    out += `</${name}>\n`;
  });
  parser.write(xml).close();
  return out;
}
