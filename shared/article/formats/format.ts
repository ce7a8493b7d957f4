import type { ParseContext, ParsedDocument } from '../parsed-document.ts';

/** What is known of an upload's text before it is parsed. */
export interface TextUpload {
  text: string;
  /** Ending of the upload's name in lower case, without the dot; a hint. */
  extension: string;
  /** Media type that the upload was sent with, without parameters; a hint. */
  mediaType: string;
}

/** One kind of document. A new one is a module that exports this, and a line in `formats.ts`. */
export interface TextFormat {
  name: string;
  /** Characters of the longest document that can make an article; absent when it depends on what it holds. */
  longest?: number;
  /** Decides by the content (of a long document its start and end); name and media type only where content could be either. */
  recognizes(upload: TextUpload): boolean;
  /**
   * @returns the article, or the articles, that the document holds
   * @throws RejectedUploadError when the document can't be read
   */
  parse(text: string, context: ParseContext): Promise<ParsedDocument[]>;
}
