import type { Templates } from '../shared/site/templates.ts';

/**
 * Your own templates, in place of the built-in ones: docs/theming.md shows how. Empty: the pages are the usual ones.
 * What they make is checked like everything else before it is published.
 */
export const templates: Templates = {};
