import { namesIn } from '../../derive/authors.ts';
import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { Author } from '../../schema.ts';
import { escapeHtml } from '../../text/escape-text.ts';
import { stated, statedDate, statedList } from './stated.ts';
import { at, childrenOf, descendantsOf, htmlOf, lineOf, type XmlElement } from './tree.ts';
import type { XmlVocabulary } from './vocabulary.ts';

/** IPTC NITF 3: one news story. */
export const nitf: XmlVocabulary = {
  name: 'nitf',
  recognizes: ({ name }) => name === 'nitf',
  documents: (root, context) => [nitfDocument(root, context)],
};

/** Elements that have another name in HTML; those of neither are left out, their text stays. */
const names: Readonly<Record<string, string>> = {
  p: 'p', hl1: 'h2', hl2: 'h3', ul: 'ul', ol: 'ol', li: 'li', dl: 'dl', dt: 'dt', dd: 'dd', bq: 'blockquote',
  pre: 'pre', hr: 'hr', br: 'br', table: 'table', thead: 'thead', tbody: 'tbody', tfoot: 'tfoot', tr: 'tr', td: 'td',
  th: 'th', caption: 'caption', a: 'a', em: 'em', strong: 'strong', sub: 'sub', sup: 'sup', q: 'q', fn: 'aside',
  block: 'div', note: 'div', 'nitf-table': 'div', credit: 'footer',
}; // biome-ignore format: a table reads better in lines

/** A NITF tree as a document; NewsML-G2 carries such trees too. */
export function nitfDocument(root: XmlElement, { site }: ParseContext): ParsedDocument {
  const data = at(root, 'head', 'docdata');
  const head = at(root, 'body', 'body.head');
  const hedline = at(head, 'hedline');
  const attribute = (name: string, attributeName: string): string | undefined =>
    at(data, name)?.attributes.get(attributeName);
  const keywords = descendantsOf(at(data, 'key-list'), 'keyword').flatMap(
    ({ attributes }) => attributes.get('key') ?? [],
  );
  const status = data?.attributes.get('management-status');
  return {
    format: 'xml-nitf',
    html: contentHtml(at(root, 'body', 'body.content')),
    statedId: stated(attribute('doc-id', 'id-string'), 'nitf: doc-id'),
    title: stated(lineOf(at(hedline, 'hl1')) ?? lineOf(at(root, 'head', 'title')), 'nitf: hedline'),
    summary: stated(
      lineOf(at(head, 'abstract')) ?? lineOf(at(hedline, 'hl2')),
      at(head, 'abstract') ? 'nitf: abstract' : 'nitf: hl2',
    ),
    authors: statedList(authorsOf(head), 'nitf: byline'),
    section: stated(
      at(root, 'head', 'pubdata')?.attributes.get('position.section'),
      'nitf: position.section',
    ),
    tags: statedList(keywords, 'nitf: key-list'),
    language: stated(
      root.attributes.get('xml:lang') ?? at(root, 'body')?.attributes.get('xml:lang'),
      'nitf: xml:lang',
    ),
    published: statedDate(
      site.timeZone,
      [attribute('date.issue', 'norm'), 'nitf: date.issue'],
      [at(head, 'dateline', 'story.date')?.attributes.get('norm'), 'nitf: story.date'],
    ),
    embargo: statedDate(site.timeZone, [attribute('date.release', 'norm'), 'nitf: date.release']),
    status: /^(?:cancel|kill)/i.test(status ?? '')
      ? { value: 'canceled', from: 'nitf: management-status' }
      : undefined,
    canonicalUrl: undefined,
  };
}

function contentHtml(content: XmlElement | undefined): string {
  return (content?.children ?? [])
    .map((child) =>
      typeof child !== 'string' && child.name === 'media' ? mediaHtml(child) : htmlOf([child], htmlName),
    )
    .join('\n');
}

const htmlName = ({ name }: XmlElement): string | undefined => names[name];

/** A picture with its caption; the widest of several references to it. */
function mediaHtml(media: XmlElement): string {
  const references = childrenOf(media, 'media-reference').filter(({ attributes }) =>
    attributes.get('source'),
  );
  const width = ({ attributes }: XmlElement): number => Number(attributes.get('width')) || 0;
  const [widest] = references.sort((a, b) => width(b) - width(a));
  const source = widest?.attributes.get('source');
  const kind = media.attributes.get('media-type') ?? 'image';
  const caption = htmlOf(
    childrenOf(media, 'media-caption').flatMap(({ children }) => children),
    htmlName,
  );
  const alt = widest?.attributes.get('alternate-text') ?? '';
  if (!source || !['image', 'audio', 'video'].includes(kind)) return '';
  const element =
    kind === 'image'
      ? `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt)}">`
      : `<${kind} src="${escapeHtml(source)}"></${kind}>`;
  return `<figure>${element}<figcaption>${caption}</figcaption></figure>`;
}

function authorsOf(head: XmlElement | undefined): Author[] {
  return childrenOf(head, 'byline').flatMap((byline) => {
    const people = descendantsOf(byline, 'person');
    const texts =
      people.length > 0
        ? people.map(lineOf)
        : [
            lineOf({
              ...byline,
              children: byline.children.filter(
                (child) => typeof child === 'string' || child.name !== 'byttl',
              ),
            }),
          ];
    return texts.flatMap((text) => namesIn(text ?? '').map((name) => ({ name })));
  });
}
