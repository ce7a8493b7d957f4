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

/**
 * Reads a page and looks for what no page may hold (code that runs, a second main part), then for its entries:
 * the elements marked with `data-entry`.
 * @throws OutputCheckError `output-invalid`, `output-unsafe` or `output-entries-differ`
 */
export function checkHtml(name: string, text: string, expectedIds: readonly string[]): void {
  const found: string[] = [];
  let mains = 0;
  let ended = false;
  if (!text.startsWith('<!doctype html>')) {
    throw new OutputCheckError('output-invalid', `${name} doesn't start with a document type.`);
  }
  const parser = new Parser({
    onopentag(element, attributes) {
      if (element === 'main') mains += 1;
      if (attributes['data-entry'] !== undefined) found.push(attributes['data-entry']);
      const fault = unsafe(element, attributes);
      if (fault)
        throw new OutputCheckError('output-unsafe', `${name} holds ${fault}, which is never written.`);
    },
    onclosetag(element, implied) {
      if (element === 'html') ended = !implied;
    },
  });
  parser.end(text);
  if (mains !== 1 || !ended) {
    throw new OutputCheckError('output-invalid', `${name} is not one whole page (main parts: ${mains}).`);
  }
  compareIds(name, found, expectedIds);
}

function unsafe(element: string, attributes: Record<string, string>): string | undefined {
  if (refused.has(element)) return `a ${element} element`;
  if (element === 'script' && attributes.type !== 'application/ld+json') return 'a script';
  if (element === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') return 'a redirection';
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) return `an event handler (${key})`;
    if (runs(value) && key !== 'content' && key !== 'alt' && key !== 'title')
      return `code in the attribute ${key}`;
  }
  return undefined;
}

/** Browsers ignore white space and controls in front of and within a scheme (URL Standard, basic URL parser). */
const runs = (value: string): boolean => /^(?:javascript|vbscript):/i.test(value.replace(/[\s\p{Cc}]/gu, ''));
