import { namesIn } from '../../derive/authors.ts';
import type { ParsedDocument } from '../../parsed-document.ts';
import { stated, statedList } from '../xml/stated.ts';
import { at, lineOf, type XmlElement } from '../xml/tree.ts';

/** What programs put there when nobody has. */
const nobody =
  /^(?:python-docx|microsoft office[- ]?user|windows[- ]user|user|admin(?:istrator)?|owner|unknown|author|.*\bapache poi\b.*|docx|un-named)$/i;
const noTitle = /^(?:untitled|word document|microsoft word\b.*|document\d*|powerpoint.*|title)$/i;

/**
 * What the core properties (ECMA-376, part 2, clause 11) say about an article. Their dates are those of the file, not
 * of the article, and count for nothing.
 */
export function documentProperties(root: XmlElement | undefined): Partial<ParsedDocument> {
  if (!root) return {};
  const value = (name: string): string | undefined => lineOf(at(root, name));
  const title = value('title');
  const creators = namesIn(value('creator') ?? '').filter((name) => !nobody.test(name));
  return {
    title: title && !noTitle.test(title) ? stated(title, 'docx: title') : undefined,
    summary: stated(value('description'), 'docx: description'),
    authors: statedList(
      creators.map((name) => ({ name })),
      'docx: creator',
    ),
    tags: statedList(
      (value('keywords') ?? '')
        .split(/[,;]/)
        .map((tag) => tag.trim())
        .filter(Boolean),
      'docx: keywords',
    ),
    section: stated(value('category'), 'docx: category'),
    language: stated(value('language'), 'docx: language'),
  };
}
