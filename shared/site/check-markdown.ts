import { parse } from 'yaml';
import { OutputCheckError } from '../errors.ts';
import { compareIds } from '../feeds/check-ids.ts';

/** @throws OutputCheckError unless the text opens with YAML front matter that names this one article. */
export function checkArticleMarkdown(text: string, expectedIds: readonly string[]): void {
  const [, frontMatter] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  if (frontMatter === undefined) {
    throw new OutputCheckError('output-not-well-formed', 'article.md has no front matter.');
  }
  let fields: unknown;
  try {
    fields = parse(frontMatter);
  } catch (cause) {
    throw new OutputCheckError(
      'output-not-well-formed',
      `The front matter of article.md is not YAML: ${(cause as Error).message}`,
      { cause },
    );
  }
  const { id, title } = (fields ?? {}) as { id?: unknown; title?: unknown };
  if (typeof id !== 'string' || typeof title !== 'string') {
    throw new OutputCheckError('output-invalid', 'The front matter of article.md lacks its id or title.');
  }
  compareIds('article.md', [`urn:uuid:${id}`], expectedIds);
}
