import type { ParseContext, ParsedDocument } from '../../parsed-document.ts';
import type { Members } from './access.ts';

/** A way to write articles in JSON. */
export interface JsonVocabulary {
  /** Recorded in `source.format`, after `json-`. */
  name: string;
  /** @param members of the outermost object, names in lower case */
  recognizes(members: Members): boolean;
  documents(members: Members, context: ParseContext): ParsedDocument[];
}
