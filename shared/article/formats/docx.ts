import { RejectedUploadError } from '../../errors.ts';
import type { ParseContext, ParsedDocument } from '../parsed-document.ts';
import { openArchive } from './docx/archive.ts';
import { documentProperties } from './docx/properties.ts';
import { plainText } from './plain-text.ts';

/** Word's own paragraph styles for what stands above a text. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p.standfirst:fresh",
  "p[style-name='Quote'] => blockquote:fresh",
  "p[style-name='Intense Quote'] => blockquote:fresh",
  "p[style-name='Caption'] => p:fresh",
];

/**
 * Word documents (ECMA-376). A title in Word's style goes before the file's properties, which are often those of an
 * older document; the subtitle is the standfirst.
 * @throws RejectedUploadError `docx-broken`, `archive-too-large`
 */
export async function parseDocx(bytes: Uint8Array, _context: ParseContext): Promise<ParsedDocument[]> {
  const archive = openArchive(bytes);
  const properties = documentProperties(archive.part('docProps/core.xml'));
  const html = await convert(bytes);
  const subtitle = /<p class="standfirst">(.{1,4000}?)<\/p>/s.exec(html)?.[1];
  const standfirst = plainText(subtitle);
  return [
    {
      format: 'docx',
      html,
      ...properties,
      title: /<h1\b/.test(html) ? undefined : properties.title,
      summary: standfirst ? { value: standfirst, from: 'docx: subtitle' } : properties.summary,
    },
  ];
}

async function convert(bytes: Uint8Array): Promise<string> {
  try {
    const { default: mammoth } = await import('mammoth');
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      { styleMap, idPrefix: 'docx-' },
    );
    return value;
  } catch (error) {
    throw new RejectedUploadError(
      'docx-broken',
      'The Word file can’t be read. Open it in Word, save it again as .docx and upload that.',
      { cause: error },
    );
  }
}
