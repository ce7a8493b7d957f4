import { slugify } from '../../slug.ts';
import type { Found } from '../parsed-document.ts';

/** File names that say nothing about the article in them; their folder does. */
const generic = new Set([
  'index',
  'readme',
  'default',
  'main',
  'content',
  'article',
  'page',
  'post',
  'text',
  'document',
  'untitled',
  'source',
  'file',
  'item',
  'export',
  '_index',
]);

/**
 * The readable part of an article's address: stated, else the file name without its date and endings (the folder's
 * name for `index` and the like), else the title.
 * @param isOnly whether the upload holds this article alone, so that its name may speak for it
 */
export function slugOf(
  stated: Found<string> | undefined,
  key: string,
  title: string,
  isOnly: boolean,
): Found<string> {
  if (stated) {
    const slug = slugify(stated.value);
    if (slug) return { value: slug, from: stated.from };
  }
  const name = isOnly ? nameOfKey(key) : undefined;
  if (name) return name;
  const slug = slugify(title);
  return slug ? { value: slug, from: 'title' } : { value: 'article', from: 'default' };
}

function nameOfKey(key: string): Found<string> | undefined {
  const segments = key.split('/').filter((segment) => segment !== '');
  const file = bareName(segments.at(-1) ?? '');
  if (!isGenericName(file)) return usable(file, 'file name');
  return usable(bareName(segments.at(-2) ?? ''), 'folder name');
}

function usable(name: string, from: string): Found<string> | undefined {
  const slug = slugify(name);
  return /\p{L}/u.test(slug) ? { value: slug, from } : undefined;
}

/** Whether a file name says nothing about what is in the file. */
export const isGenericName = (name: string): boolean => generic.has(name.toLowerCase());

/** Without endings (`.md`, `.html.gz`, `.en.md`) and without a leading date. */
export function bareName(file: string): string {
  return file
    .replace(/\.(?:gz)$/i, '')
    .replace(/\.[a-z][a-z0-9]{0,9}$/i, '')
    .replace(/^\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:[-_.T ]?\d{2}[-_.]?\d{2}(?:[-_.]?\d{2})?)?[-_. ]+/, '');
}
