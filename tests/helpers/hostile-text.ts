/** Text that breaks feeds, by what it is, and what readers must get of it: the same but for characters no format can carry. */
export const hostileTexts: [what: string, text: string, expected: string][] = [
  ['one end of a CDATA section', 'a ]]> b', 'a ]]> b'],
  ['several ends of CDATA sections', ']]>x]]>]]>y]]', ']]>x]]>]]>y]]'],
  [
    'an item that wants in',
    ']]></title></item><item><title>x</title></item>',
    ']]></title></item><item><title>x</title></item>',
  ],
  [
    'an entry behind two ends',
    'a]]>b]]></title></entry><entry><id>urn:x</id></entry>',
    'a]]>b]]></title></entry><entry><id>urn:x</id></entry>',
  ],
  ['markup', '<b>bold</b> <script>alert(1)</script>', '<b>bold</b> <script>alert(1)</script>'],
  ['an image with a handler', '"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'],
  ['escaped ampersands', 'a &amp;amp; b &amp; c & d', 'a &amp;amp; b &amp; c & d'],
  ['other references', '&lt;i&gt; &#60;u&#62; &nbsp; &unknown;', '&lt;i&gt; &#60;u&#62; &nbsp; &unknown;'],
  [
    'XML declarations and comments',
    '<?xml version="1.0"?><!-- x --><![CDATA[ y ]]>',
    '<?xml version="1.0"?><!-- x --><![CDATA[ y ]]>',
  ],
  ['control characters', 'a\u0000b\u0001c\u0008d\u000be\u001bf\u007fg\u0085h', 'abcdefgh'],
  ['lone surrogates', 'a\ud800b\udfffc', 'a\ufffdb\ufffdc'],
  ['noncharacters', 'a\ufffeb\uffffc', 'abc'],
  ['quotes', `"double" 'single' \`back\``, `"double" 'single' \`back\``],
  ['white space', '  two\tlines\r\nand a\rthird  ', 'two lines and a third'],
  ['right to left', 'עברית and العربية\u202e mixed', 'עברית and العربية\u202e mixed'],
  ['emoji', '👩‍🚀🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 é e\u0301', '👩‍🚀🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 é e\u0301'],
  ['line separators', 'a\u2028b\u2029c', 'a b c'],
  ['10,000 characters', `${'long & '.repeat(1428)}end.`, `${'long & '.repeat(1428)}end.`],
];
