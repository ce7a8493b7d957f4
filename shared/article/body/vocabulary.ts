/**
 * The elements an article may consist of, by how they lay out. Whatever is in none of these sets is transparent:
 * the element goes, what it holds stays. The attributes are those that carry meaning rather than looks.
 */

/** Elements that go with everything in them: nothing there is text of the article. */
export const droppedElements: ReadonlySet<string> = new Set([
  'script', 'style', 'noscript', 'template', 'svg', 'canvas', 'object', 'embed', 'applet', 'param', 'head',
  'title', 'meta', 'link', 'base', 'frame', 'frameset', 'noframes', 'noembed', 'button', 'input', 'select',
  'textarea', 'option', 'optgroup', 'datalist', 'progress', 'meter', 'dialog', 'map', 'area', 'track', 'xmp',
  'plaintext', 'portal',
]); // biome-ignore format: a list reads better in lines

/** Phrasing elements that are kept around text, and around nothing else. */
export const inlineElements: ReadonlySet<string> = new Set([
  'a', 'abbr', 'b', 'bdi', 'bdo', 'cite', 'code', 'del', 'dfn', 'em', 'i', 'ins', 'kbd', 'mark', 'q', 'rt',
  'ruby', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var',
]); // biome-ignore format: a list reads better in lines

/** Old names, and the ones they have today. */
export const renamedElements: Readonly<Record<string, string>> = {
  strike: 's',
  tt: 'code',
  center: 'div',
  h1: 'h2',
  image: 'img',
  acronym: 'abbr',
  menu: 'ul',
  dir: 'ul',
  listing: 'pre',
};

/** Elements that stand within a line and hold no text of their own. */
export const atomicElements: ReadonlySet<string> = new Set([
  'img',
  'audio',
  'video',
  'iframe',
  'math',
  'br',
  'wbr',
]);

/** Elements that end the line they stand in, but of which nothing else is kept. */
export const breakingElements: ReadonlySet<string> = new Set([
  'p', 'div', 'section', 'article', 'main', 'header', 'footer', 'aside', 'nav', 'address', 'form', 'fieldset',
  'legend', 'hgroup', 'body', 'html', 'search', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'thead', 'tbody', 'tfoot',
  'caption', 'figcaption', 'summary', 'center', 'optgroup',
]); // biome-ignore format: a list reads better in lines

export const headingElements: ReadonlySet<string> = new Set(['h2', 'h3', 'h4', 'h5', 'h6']);

/** Blocks that hold blocks. */
export const containerElements: ReadonlySet<string> = new Set([
  'blockquote', 'figure', 'details', 'ul', 'ol', 'dl', 'table', 'pre', 'hr',
]); // biome-ignore format: a list reads better in lines

/** MathML Core's presentational elements (W3C MathML Core, section 2), without the ones that embed other vocabularies. */
export const mathElements: ReadonlySet<string> = new Set([
  'math', 'merror', 'mfrac', 'mi', 'mmultiscripts', 'mn', 'mo', 'mover', 'mpadded', 'mphantom', 'mprescripts',
  'mroot', 'mrow', 'ms', 'mspace', 'msqrt', 'msub', 'msubsup', 'msup', 'mtable', 'mtd', 'mtext', 'mtr', 'munder',
  'munderover', 'semantics',
]); // biome-ignore format: a list reads better in lines

/** Attributes kept, by element; `*` holds for every element. */
export const keptAttributes: Readonly<Record<string, readonly string[]>> = {
  '*': ['lang', 'dir', 'id'],
  a: ['href', 'title', 'hreflang'],
  abbr: ['title'],
  blockquote: ['cite'],
  q: ['cite'],
  del: ['datetime', 'cite'],
  ins: ['datetime', 'cite'],
  dfn: ['title'],
  time: ['datetime'],
  ol: ['start', 'reversed', 'type'],
  li: ['value'],
  td: ['colspan', 'rowspan', 'headers', 'align'],
  th: ['colspan', 'rowspan', 'scope', 'headers', 'abbr', 'align'],
  code: ['class'],
  details: ['open'],
  img: ['src', 'alt', 'width', 'height', 'title'],
  video: ['src', 'poster', 'width', 'height', 'controls', 'title'],
  audio: ['src', 'controls', 'title'],
  iframe: ['src', 'width', 'height', 'title', 'allowfullscreen'],
  math: ['display', 'alttext'],
  mo: ['form', 'fence', 'separator', 'stretchy', 'symmetric', 'largeop', 'movablelimits'],
  mfrac: ['linethickness'],
  mover: ['accent'],
  munder: ['accentunder'],
  munderover: ['accent', 'accentunder'],
  mtd: ['columnspan', 'rowspan'],
  mi: ['mathvariant'],
};
