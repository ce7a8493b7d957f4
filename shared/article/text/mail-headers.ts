import type { Fields } from '../front-matter/read-fields.ts';
import type { Block } from './blocks.ts';

/** Field names that make lines such as "Title: …" a head. */
const known =
  /^(?:title|headline|subject|author|authors|by|byline|from|date|published|publish date|updated|section|category|categories|tags|keywords|language|lang|summary|description|standfirst|slug|id|embargo|canonical|url|draft|status|image)$/i;

/**
 * Reads the first block as a head in the manner of e-mail (RFC 5322, section 2.2): every line a field, or the rest of
 * the one before, and one of them a title, or two of them known.
 */
export function readMailHeaders(block: Block | undefined): Fields | undefined {
  if (!block) return undefined;
  const fields: [string, string][] = [];
  for (const line of block) {
    const [, name, value = ''] = /^([A-Za-z][A-Za-z _-]{0,30}):[ \t]*(.*)$/.exec(line) ?? [];
    const last = fields.at(-1);
    if (name !== undefined && !/^\/\//.test(value)) fields.push([name, value.trim()]);
    else if (last && /^\s/.test(line)) last[1] = `${last[1]} ${line.trim()}`;
    else return undefined;
  }
  const knownNames = fields.filter(([name, value]) => known.test(name.trim()) && value !== '');
  const hasTitle = knownNames.some(([name]) => /^(?:title|headline|subject)$/i.test(name));
  if (knownNames.length < (hasTitle ? 1 : 2) || knownNames.length * 2 < fields.length) return undefined;
  return new Map(fields.map(([name, value]) => [mailNames[name.toLowerCase()] ?? name, value]));
}

const mailNames: Readonly<Record<string, string>> = { subject: 'title', from: 'author', by: 'author' };
