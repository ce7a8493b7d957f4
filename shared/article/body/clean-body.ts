import render from 'dom-serializer';
import type { ChildNode } from 'domhandler';
import { once } from '../../once.ts';
import type { Found } from '../parsed-document.ts';
import { embedDrawings } from './drawings.ts';
import { parseFragment } from './parse-fragment.ts';
import { type LinkContext, resolveLinks } from './resolve-links.ts';
import { takeTitle } from './take-title.ts';
import { tidy } from './tidy.ts';

/** Loaded with the first body; asking the loader for it again for each would take as long as a short text's gate. */
const gate = once(() => import('./sanitize.ts'));

/** A body fit to be published. */
export interface CleanBody {
  html: string;
  /** The tree that the markup parses to, to derive other forms from. */
  nodes: ChildNode[];
  /** As stated, else as a heading of the body says, which is no longer in it. */
  title?: Found<string>;
}

/**
 * From whatever a parser made of a document to sanitized HTML: title taken out, drawings made pictures, references resolved, structure
 * mended, then the gate.
 */
export async function cleanBody(
  html: string,
  statedTitle: Found<string> | undefined,
  links: LinkContext,
): Promise<CleanBody> {
  const { children } = parseFragment(html);
  const title = takeTitle(children, statedTitle);
  await embedDrawings(children, links.embedded);
  resolveLinks(children, links);
  const mended = tidy(children).map((block) => render(block, { encodeEntities: 'utf8', emptyAttrs: true }));
  const { sanitize } = await gate();
  const clean = sanitize(mended.join('\n'));
  return { html: clean, nodes: parseFragment(clean).children, title };
}
