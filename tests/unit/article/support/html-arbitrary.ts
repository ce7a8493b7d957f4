import fc from 'fast-check';

const names = [
  'p', 'div', 'section', 'span', 'a', 'b', 'em', 'strong', 'i', 'u', 's', 'code', 'sub', 'sup', 'q', 'mark', 'h1', 'h2', 'h4',
  'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'colgroup', 'blockquote',
  'pre', 'figure', 'figcaption', 'details', 'summary', 'ruby', 'rt', 'rp', 'img', 'br', 'hr', 'wbr', 'video', 'audio', 'source',
  'iframe', 'script', 'style', 'svg', 'math', 'mi', 'mo', 'mrow', 'mtext', 'annotation-xml', 'form', 'input', 'button', 'select',
  'option', 'textarea', 'template', 'noscript', 'center', 'font', 'nobr', 'custom-thing', 'title', 'body', 'html', 'plaintext', 'xmp',
]; // biome-ignore format: a list reads better in lines

const attributes = fc.constantFrom(
  '', '', '', ' href="https://example.org/a?b=1&amp;c=2"', ' href="javascript:alert(1)"', ' href="#n1"', ' id="n1"', ' id=n2',
  ' src="a.jpg"', ' src="https://example.org/i.png"', ' src="data:text/html,x"', ' onclick="x()"', ' style="position:fixed"',
  ' class="language-js"', ' title="a &quot;b&quot; <c>"', ' colspan=2', ' lang="de"', ' dir=rtl', ' alt="x > y"', ' start="3"',
  ' src="//example.org/x.mp4"', ' srcset="a.jpg 1x, b.jpg 2x"', ' name="n1"', ' width=30', ' cite="https://example.org/q"',
); // biome-ignore format: a list reads better in lines

const texts = fc.oneof(
  fc.constantFrom(
    ' ',
    '\n',
    '  \n ',
    'word',
    'two words',
    'a < b',
    '&amp;',
    '&nbsp;',
    '&#1;',
    '&lt;b&gt;',
    '*x*',
    '_y_',
    '# h',
    '1. x',
    '- z',
    '&#xFFFE;',
    '\u0000',
    '`t`',
    '|',
    'x\\',
    '![',
    '>q',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

/** Tag soup: what parsers of pages in the wild are given. */
export const tagSoup: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      texts,
      fc.tuple(fc.constantFrom(...names), attributes).map(([name, written]) => `<${name}${written}>`),
      fc.constantFrom(...names).map((name) => `</${name}>`),
      fc.constantFrom('<!-- c -->', '<![CDATA[x]]>', '<!doctype html>', '<', '</', '<a', '<p title="', '&'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));
