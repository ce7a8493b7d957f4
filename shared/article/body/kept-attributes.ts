import type { Element } from 'domhandler';
import { cleanCharacters, cleanLine } from '../clean-characters.ts';
import { prefixedId } from './local-links.ts';
import { keptAttributes } from './vocabulary.ts';

/** What the values of some attributes have to look like; others are checked where they are resolved. */
const shapes: Readonly<Record<string, RegExp>> = {
  dir: /^(?:ltr|rtl|auto)$/i,
  lang: /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i,
  class: /^language-[\w+#.-]{1,40}$/,
  width: /^[1-9]\d{0,4}$/,
  height: /^[1-9]\d{0,4}$/,
  colspan: /^[1-9]\d{0,2}$/,
  rowspan: /^[1-9]\d{0,3}$/,
  align: /^(?:left|center|right)$/i,
  start: /^-?\d{1,9}$/,
  value: /^-?\d{1,9}$/,
};

/**
 * The attributes of an element that say something about its content, in a fixed order.
 * @param name what the element is to be called, which decides what it may carry
 */
export function attributesOf(name: string, element: Element): Element['attribs'] {
  const kept: Element['attribs'] = {};
  for (const attribute of [...(keptAttributes[name] ?? []), 'lang', 'dir']) {
    const written = element.attribs[attribute];
    if (written === undefined) continue;
    const value = cleanCharacters(written);
    const shape = shapes[attribute];
    if (shape === undefined || shape.test(value)) kept[attribute] = value;
  }
  if (name === 'img') kept.alt = cleanLine(kept.alt ?? '');
  if (kept.href?.startsWith('#')) kept.href = `#${prefixedId(kept.href.slice(1))}`;
  const id = element.attribs.id ?? (element.name === 'a' ? element.attribs.name : undefined);
  if (id !== undefined && /^\S{1,200}$/.test(id)) kept.id = prefixedId(id);
  return kept;
}
