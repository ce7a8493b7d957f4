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
  if (isDeep(value)) throw tooDeep();
  return readFields(fieldsOf(value), 'front matter', timeZone);
}

/** Lists and objects inside each other; what fields hold is two or three deep. */
const maxDepth = 100;

const tooDeep = (cause?: unknown): RejectedUploadError =>
  new RejectedUploadError(
    'front-matter-broken',
    `The front matter has more than ${maxDepth} lists and objects inside each other. Mend it and upload again.`,
    { cause },
  );

/** Level by level, so that depth costs no stack and a value inside itself (a YAML alias) ends. */
function isDeep(value: object): boolean {
  const seen = new Set<object>();
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true;
    const next: object[] = [];
    for (const parent of level) {
      for (const child of Object.values(parent) as unknown[]) {
        if (typeof child !== 'object' || child === null || seen.has(child)) continue;
        seen.add(child);
        next.push(child);
      }
    }
    level = next;
  }
  return false;
}

/** How the YAML parser says that the stack is full. */
const isExhausted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'RESOURCE_EXHAUSTION';

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
    // The parsers of YAML and JSON call themselves for each level, until the stack is full.
    if (error instanceof RangeError || isExhausted(error)) throw tooDeep(error);
    const [reason = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new RejectedUploadError(
      'front-matter-broken',
      `The front matter is not valid ${language.toUpperCase()}: ${reason.slice(0, 200)}. Mend it and upload again.`,
      { cause: error },
    );
  }
}
