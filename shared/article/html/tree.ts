import { Tokenizer } from 'htmlparser2';
import { RejectedUploadError } from '../../errors.ts';
import { limits } from './limits.ts';
import type { ElementNode } from './nodes.ts';
import { TreeBuilder } from './tree-builder.ts';

/** A page as read: what its head says, and its body as a tree. */
export interface PageTree {
  /** Everything that can be shown, under one `body`; scripts, styles and comments are not in it. */
  body: ElementNode;
  /** Attributes of `<html>` and `<body>`. */
  htmlAttributes: Record<string, string>;
  /** Attributes of each `<meta>`, `<link>` and `<base>`, wherever they stood. */
  metas: Record<string, string>[];
  links: Record<string, string>[];
  bases: Record<string, string>[];
  /** Text of the first `<title>`. */
  title: string;
  /** Whether it is a whole page rather than a fragment: it has a head or a body, or furniture such as `<nav>`. */
  isPage: boolean;
  /** Texts of `<script type="application/ld+json">`. */
  jsonLd: string[];
}

/**
 * Reads HTML into a tree by the rules of the HTML standard that matter for articles: implied end tags, scopes, misnested
 * formatting. Linear in the length of the input: elements nested beyond `limits.depth` are left out and what they hold
 * stays, attached to the deepest element kept.
 * @throws RejectedUploadError `html-too-large`, `html-too-complex`
 */
export function readTree(html: string): PageTree {
  if (html.length > limits.characters) {
    throw new RejectedUploadError(
      'html-too-large',
      `The page has ${html.length} characters, more than ${limits.characters}; upload the article without embedded data.`,
    );
  }
  const builder = new TreeBuilder(html);
  const tokenizer = new Tokenizer({}, builder);
  tokenizer.write(html);
  tokenizer.end();
  return builder.page;
}
