import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { fieldNames } from '../../shared/article/front-matter/field-names.ts';
import { themeSchema } from '../../shared/site/look/theme.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const under = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(ending));

const pages = ['README.md', ...under('docs', '.md')];
/** Relative links of a page, as paths from the root. */
const linksOf = (page: string): string[] =>
  [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) =>
    relative(root, join(root, dirname(page), target)),
  );

describe('documentation', () => {
  /** Examples of Markdown show links of articles. */
  const examples = new Set(['docs/pier.jpg', 'docs/captain.jpg', 'docs/photos', 'photos', 'pier.jpg']);
  const isExample = (target: string) => [...examples].some((example) => target.startsWith(example));

  test.each(pages)('%s links to what exists', (page) => {
    const targets = linksOf(page).filter((target) => !isExample(target) && !target.startsWith('..'));
    expect(targets.filter((target) => !exists(join(root, target)))).toEqual([]);
  });

  test('every page can be reached from the README', () => {
    const reached = new Set<string>();
    const visit = (page: string) => {
      if (reached.has(page)) return;
      reached.add(page);
      for (const target of linksOf(page)) if (pages.includes(target)) visit(target);
    };
    visit('README.md');
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  test('names every field of front matter under all its names', () => {
    const normalized = read('docs/writing.md').toLowerCase();
    const missing = Object.values(fieldNames)
      .flat()
      .filter((name) => !normalized.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });

  test('names every reason for a rejection', () => {
    const sources = [...under('shared/article', '.ts'), ...under('functions/ingest', '.ts')]
      .map(read)
      .join('\n');
    const codes = [...sources.matchAll(/new RejectedUploadError\(\s*'([a-z-]+)'/g)].map(
      ([, code = '']) => code,
    );
    expect(codes.length).toBeGreaterThan(15);
    const documented = read('docs/writing.md');
    expect([...new Set(codes)].filter((code) => !documented.includes(`\`${code}\``))).toEqual([]);
  });

  test('the example of a theme is a theme', () => {
    const [, json = ''] = /```json\n("site": \{[\s\S]*?\n\})\n```/.exec(read('docs/theming.md')) ?? [];
    const { site } = JSON.parse(`{${json}}`);
    expect(themeSchema().safeParse(site.theme).error).toBeUndefined();
    const members = Object.keys(themeSchema().shape);
    expect(members.filter((name) => !read('docs/theming.md').includes(`\`${name}\``))).toEqual([]);
  });
});

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
