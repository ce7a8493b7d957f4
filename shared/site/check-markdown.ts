import { OutputCheckError } from '../errors.ts';
import { compareIds } from '../feeds/check-ids.ts';
import { readWrittenFrontMatter } from './front-matter.ts';

/** @throws OutputCheckError unless the text opens with front matter that names this one article. */
export function checkArticleMarkdown(text: string, expectedIds: readonly string[]): void {
  let fields: Record<string, unknown> | undefined;
  try {
    fields = readWrittenFrontMatter(text);
  } catch (cause) {
    throw new OutputCheckError(
      'output-not-well-formed',
      `The front matter of article.md can't be read: ${(cause as Error).message}`,
      { cause },
    );
  }
  if (!fields) throw new OutputCheckError('output-not-well-formed', 'article.md has no front matter.');
  const { id, title } = fields;
  if (typeof id !== 'string' || typeof title !== 'string') {
    throw new OutputCheckError('output-invalid', 'The front matter of article.md lacks its id or title.');
  }
  compareIds('article.md', [`urn:uuid:${id}`], expectedIds);
}
