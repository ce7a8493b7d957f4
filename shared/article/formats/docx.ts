import { RejectedUploadError } from '../../errors.ts';
import { namesIn } from '../derive/authors.ts';
import type { ParseContext, ParsedDocument } from '../parsed-document.ts';
import { type BlockContext, blocksHtml } from './docx/blocks.ts';
import { openPackage, relatedPart, relationshipsOf, type WordPackage, xmlPart } from './docx/package.ts';
import { documentProperties } from './docx/properties.ts';
import { Numberings, Styles } from './docx/styles.ts';
import { plainText } from './plain-text.ts';
import { statedDate, statedList } from './xml/stated.ts';
import { at, childrenOf, type XmlElement } from './xml/tree.ts';

/**
 * Word documents (ECMA-376). A title in Word's style goes before the file's properties, which are often those of an
 * older document; the subtitle is the standfirst.
 * @throws RejectedUploadError `docx-broken`, `archive-too-large`
 */
export function parseDocx(bytes: Uint8Array, { site }: ParseContext): ParsedDocument[] {
  try {
    const { archive, mainPart } = openPackage(bytes);
    const document = xmlPart(archive, mainPart);
    if (!document) throw new RangeError('no main part');
    const context: BlockContext = {
      relationships: relationshipsOf(archive, mainPart),
      notes: [],
      head: { author: [], date: [] },
      styles: new Styles(relatedPart(archive, mainPart, '/styles')),
      numberings: new Numberings(relatedPart(archive, mainPart, '/numbering')),
    };
    const text = blocksHtml(at(document, 'body')?.children ?? [], context);
    const html = text + notesHtml(context, { archive, mainPart });
    return [withProperties(html, { archive, mainPart }, context, site.timeZone)];
  } catch (error) {
    if (error instanceof RejectedUploadError && error.code === 'archive-too-large') throw error;
    throw new RejectedUploadError(
      'docx-broken',
      'The Word file is damaged and can’t be read. Open it in Word, save it again as .docx and upload that.',
      { cause: error },
    );
  }
}

function withProperties(
  html: string,
  { archive }: WordPackage,
  { relationships, head }: BlockContext,
  timeZone: string,
): ParsedDocument {
  const properties = documentProperties(xmlPart(archive, 'docProps/core.xml'));
  const standfirst = plainText(/<p class="standfirst">(.{1,4000}?)<\/p>/s.exec(html)?.[1]);
  const files = new Map<string, Uint8Array>();
  for (const { target, type } of relationships.values()) {
    const content = type.endsWith('/image') ? archive.part(target) : undefined;
    if (content) files.set(target, content);
  }
  return {
    format: 'docx',
    html,
    files,
    ...properties,
    authors:
      statedList(
        head.author.flatMap((line) => namesIn(line)).map((name) => ({ name })),
        'docx: author line',
      ) ?? properties.authors,
    published: statedDate(timeZone, [head.date[0], 'docx: date line']),
    title: /<h1\b/.test(html) ? undefined : properties.title,
    summary: standfirst ? { value: standfirst, from: 'docx: subtitle' } : properties.summary,
  };
}

/** Footnotes and endnotes in the order in which the text refers to them, as a list at the end. */
function notesHtml(context: BlockContext, { archive, mainPart }: WordPackage): string {
  if (context.notes.length === 0) return '';
  const notes = new Map<string, XmlElement>();
  for (const kind of ['footnote', 'endnote']) {
    for (const note of childrenOf(relatedPart(archive, mainPart, `/${kind}s`), kind)) {
      notes.set(`${kind}-${note.attributes.get('w:id')}`, note);
    }
  }
  const items = [...context.notes].map(
    (id) => `<li id="${id}">${blocksHtml(notes.get(id)?.children ?? [], context)}</li>`,
  );
  return `<ol>${items.join('')}</ol>`;
}
