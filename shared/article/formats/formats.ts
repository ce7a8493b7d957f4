import type { TextFormat } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { text } from './text.ts';
import { xml } from './xml.ts';

/** Every format of text, in the order in which they are asked whether a document is theirs. */
export const textFormats: readonly TextFormat[] = [json, xml, html, markdown, text];
