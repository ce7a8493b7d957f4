import { expect, test } from '@jest/globals';
import JSZip from 'jszip';
import mammoth from 'mammoth';
import { normalizeUpload } from '../../../shared/article/normalize.ts';
import { png } from './support/pictures.ts';
import { articleOf, site } from './support/site.ts';

const word =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word file with the given body, as small as Word and other readers accept. */
async function docx(body: string, core = ''): Promise<Uint8Array> {
  const zip = new JSZip();
  zip.file(
    '[Content_Types].xml',
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
  );
  zip.file(
    '_rels/.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relation}/officeDocument" Target="word/document.xml"/></Relationships>`,
  );
  zip.file(
    'word/_rels/document.xml.rels',
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="l1" Type="${relation}/hyperlink" Target="https://example.org/a" TargetMode="External"/><Relationship Id="bad" Type="${relation}/hyperlink" Target="javascript:alert(1)" TargetMode="External"/><Relationship Id="i1" Type="${relation}/image" Target="media/image1.png"/><Relationship Id="s1" Type="${relation}/styles" Target="styles.xml"/><Relationship Id="n1" Type="${relation}/numbering" Target="numbering.xml"/><Relationship Id="f1" Type="${relation}/footnotes" Target="footnotes.xml"/></Relationships>`,
  );
  zip.file(
    'word/styles.xml',
    `<w:styles ${word}><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style></w:styles>`,
  );
  zip.file(
    'word/numbering.xml',
    `<w:numbering ${word}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
  );
  zip.file(
    'word/footnotes.xml',
    `<w:footnotes ${word}><w:footnote w:id="2"><w:p><w:r><w:t>The note.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
  );
  zip.file('word/media/image1.png', png(300, 200));
  zip.file(
    'word/document.xml',
    `<?xml version="1.0" encoding="UTF-8"?><w:document ${word}><w:body>${body}</w:body></w:document>`,
  );
  if (core)
    zip.file(
      'docProps/core.xml',
      `<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">${core}</cp:coreProperties>`,
    );
  return zip.generateAsync({ type: 'uint8array' });
}

const styled = (style: string, text: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
const item = (level: number, text: string): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`;
const run = (text: string, look = ''): string =>
  `<w:r><w:rPr>${look}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

const body = [
  styled('Titel', 'The title'),
  styled('Untertitel', 'The standfirst of it'),
  `<w:p>${run('Plain ')}${run('bold', '<w:b/>')}${run(' and ')}${run('not', '<w:b w:val="0"/>')}${run(' hidden', '<w:vanish/>')} <w:del>${run('deleted')}</w:del><w:ins>${run(' inserted')}</w:ins><w:hyperlink r:id="l1">${run(' a link')}</w:hyperlink><w:hyperlink r:id="bad">${run(' no link')}</w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
  styled('Own', 'A heading'),
  item(0, 'one'), item(1, 'one and a half'), item(0, 'two'),
  `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/f" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('a field')}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
  `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p>${run('wide')}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>${run('a')}</w:p></w:tc><w:tc><w:p>${run('b')}</w:p></w:tc></w:tr></w:tbl>`,
  '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="A grey field"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="i1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>',
].join(''); // biome-ignore format: a document reads better in lines

test('styles, lists, links, notes, tables and pictures', async () => {
  const core =
    '<dc:title>Old template</dc:title><dc:creator>Ada Byron; Microsoft Office User</dc:creator><cp:keywords>sea, ships</cp:keywords><dcterms:created>2020-01-01T00:00:00Z</dcterms:created>';
  const { articles, embedded } = await normalizeUpload(
    { key: 'a.docx', bytes: await docx(body, core) },
    site,
  );
  const [article] = articles;
  expect(article).toMatchObject({
    title: 'The title',
    summary: 'The standfirst of it',
    authors: [{ name: 'Ada Byron' }],
    tags: ['sea', 'ships'],
    image: { width: 300, height: 200, alt: 'A grey field', type: 'image/png' },
    source: { format: 'docx' },
  });
  expect(article).not.toHaveProperty('published');
  expect(embedded).toHaveLength(1);
  expect(article?.content.html.replace(/embedded:[0-9a-f]+/, 'embedded:x')).toBe(
    [
      '<p>The standfirst of it</p>',
      '<p>Plain <strong>bold</strong> and not inserted<a href="https://example.org/a"> a link</a> no link<sup><a href="#ref-footnote-2">1</a></sup></p>',
      '<h2>A heading</h2>',
      '<ul><li>one<ol><li>one and a half</li></ol></li><li>two</li></ul>',
      '<p><a href="https://example.org/f">a field</a></p>',
      '<table><tbody><tr><td colspan="2">wide</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>',
      '<p><img src="embedded:x.png" alt="A grey field"></p>',
      '<ol><li id="ref-footnote-2">The note.</li></ol>',
    ].join('\n'),
  );
});

test('the words are those that another reader of Word files finds', async () => {
  const bytes = await docx(body);
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
  const article = await articleOf('a.docx', bytes);
  const words = (text: string): string[] => (text.match(/\p{L}+/gu) ?? []).sort();
  // mammoth shows hidden text, and notes not at all in this mode.
  expect(words(`${article.title} ${article.content.text}`)).toEqual(
    words(`${value.replace(' hidden', '')} The note`),
  );
});

test('a file that is only called .docx is not one; a docx under another name is', async () => {
  expect(
    (await articleOf('a.docx', 'A title\n\nPlain text that somebody named wrongly.')).source.format,
  ).toBe('text');
  expect((await articleOf('a.txt', await docx(body))).source.format).toBe('docx');
});
