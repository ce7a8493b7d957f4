import { Parser } from 'htmlparser2';
import { OutputCheckError } from '../errors.ts';
import { compareIds } from '../feeds/check-ids.ts';

/** Elements that run, embed or redirect; none belongs on a page. */
const refused = new Set([
  'iframe',
  'object',
  'embed',
  'applet',
  'base',
  'form',
  'frame',
  'frameset',
  'portal',
]);

const addresses = new Set([
  'href',
  'xlink:href',
  'src',
  'srcset',
  'poster',
  'cite',
  'data',
  'action',
  'formaction',
]);

/** Elements whose end tags HTML or this software never leaves out; of the first four a page has one each. */
const parts = ['html', 'head', 'body', 'main', 'article', 'header', 'footer', 'section', 'nav', 'div'];
const partTag = new RegExp(`<(/?)(${parts.join('|')})(?=[\\s>])`, 'gi');

/**
 * Reads a page and looks for what no page may hold (code that runs, a second main part), then for its entries:
 * the elements marked with `data-entry`.
 * @throws OutputCheckError `output-invalid`, `output-unsafe` or `output-entries-differ`
 */
export function checkHtml(name: string, text: string, expectedIds: readonly string[]): void {
  const found: string[] = [];
  if (!text.startsWith('<!doctype html>')) {
    throw new OutputCheckError('output-invalid', `${name} doesn't start with a document type.`);
  }
  const parser = new Parser({
    onopentag(element, attributes) {
      if (attributes['data-entry'] !== undefined) found.push(attributes['data-entry']);
      const fault = unsafe(element, attributes);
      if (fault)
        throw new OutputCheckError('output-unsafe', `${name} holds ${fault}, which is never written.`);
    },
  });
  parser.end(text);
  checkParts(name, text);
  compareIds(name, found, expectedIds);
}

/** Text and attribute values hold no `<`, so whatever looks like a tag is one. */
function checkParts(name: string, text: string): void {
  const opened = new Map<string, number>();
  const closed = new Map<string, number>();
  for (const [, slash, part = ''] of text.matchAll(partTag)) {
    const tags = slash ? closed : opened;
    tags.set(part.toLowerCase(), (tags.get(part.toLowerCase()) ?? 0) + 1);
  }
  const broken = parts.filter((part, index) => {
    const count = opened.get(part) ?? 0;
    return count !== (closed.get(part) ?? 0) || (index < 4 && count !== 1);
  });
  if (broken.length === 0) return;
  throw new OutputCheckError(
    'output-invalid',
    `${name} is not one whole page; see its ${broken.join(', ')}.`,
  );
}

function unsafe(element: string, attributes: Record<string, string>): string | undefined {
  if (refused.has(element)) return `a ${element} element`;
  if (element === 'script' && attributes.type !== 'application/ld+json') return 'a script';
  if (element === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') return 'a redirection';
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) return `an event handler (${key})`;
    if (addresses.has(key) && runs(value)) return `code in the attribute ${key}`;
  }
  return undefined;
}

/** Browsers ignore white space and controls in front of and within a scheme (URL Standard, basic URL parser). */
const runs = (value: string): boolean => /^(?:javascript|vbscript):/i.test(value.replace(/[\s\p{Cc}]/gu, ''));
