import { OutputCheckError } from '../errors.ts';
import { entryId } from './entry.ts';

/**
 * Compares the entries of a document with those it was made from.
 * @param found ids as they stand in the document @param expected bare ids of the articles, in order
 * @throws OutputCheckError `output-entries-differ`
 */
export function compareIds(name: string, found: readonly string[], expected: readonly string[]): void {
  if (found.length !== expected.length) {
    throw new OutputCheckError(
      'output-entries-differ',
      `${name} holds ${found.length} entries instead of ${expected.length}.`,
    );
  }
  const at = expected.findIndex((id, index) => found[index] !== entryId(id));
  if (at >= 0) {
    throw new OutputCheckError(
      'output-entries-differ',
      `${name} holds ${found[at]} where ${entryId(expected[at] ?? '')} belongs (entry ${at + 1}).`,
    );
  }
}
