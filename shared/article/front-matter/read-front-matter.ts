import { RejectedUploadError } from '../../errors.ts';
import { type Fields, readFields, type StatedFields } from './read-fields.ts';
import type { SplitDocument } from './split-front-matter.ts';

/** Aliases that YAML may resolve; documents that multiply themselves need more. */
const maxAliases = 20;

/**
 * What front matter states about its article.
 * @throws RejectedUploadError `front-matter-broken` when it can't be read, `front-matter-invalid` naming a wrong field
 */
export async function readFrontMatter(document: SplitDocument, timeZone: string): Promise<StatedFields> {
  const value = await parse(document);
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new RejectedUploadError(
      'front-matter-broken',
      'The front matter holds no fields. Write it as lines such as "title: My article".',
    );
  }
  return readFields(fieldsOf(value), 'front matter', timeZone);
}

/** A map, so that names such as `__proto__` are names and nothing else. */
function fieldsOf(value: object): Fields {
  return new Map(Object.entries(value));
}

async function parse({ language, frontMatter }: SplitDocument): Promise<unknown> {
  try {
    if (language === 'json') return JSON.parse(frontMatter) as unknown;
    if (language === 'toml') return (await import('smol-toml')).parse(frontMatter);
    const { parse: parseYaml } = await import('./yaml-parser.ts');
    return parseYaml(frontMatter, {
      maxAliasCount: maxAliases,
      logLevel: 'error',
      prettyErrors: true,
      merge: true,
    });
  } catch (error) {
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new RejectedUploadError(
      'front-matter-broken',
      `The front matter is not valid ${language.toUpperCase()}: ${reason.slice(0, 200)}. Mend it and upload again.`,
      { cause: error },
    );
  }
}
