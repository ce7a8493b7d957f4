import { at, childrenOf, parseXml, type XmlElement } from '../xml/tree.ts';
import { type Archive, openArchive } from './archive.ts';

/** The parts of a Word file, as one part refers to others (ECMA-376, part 2, clause 8). */
export interface WordPackage {
  /** The main text: `word/document.xml` by custom. */
  mainPart: string;
  archive: Archive;
}

export function openPackage(bytes: Uint8Array): WordPackage {
  const archive = openArchive(bytes);
  const main = [...relationshipsOf(archive, '').values()].find(({ type }) =>
    type.endsWith('/officeDocument'),
  );
  return { archive, mainPart: main?.target ?? 'word/document.xml' };
}

/** One part's reference to another, or to an address outside. */
export interface Relationship {
  type: string;
  /** Name of the part, or the address. */
  target: string;
  isExternal: boolean;
}

/** Relationships of a part by their ids; of the package itself for the empty name. */
export function relationshipsOf(archive: Archive, part: string): ReadonlyMap<string, Relationship> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const root = xmlPart(archive, `${folder}_rels/${part.slice(slash)}.rels`);
  return new Map(
    childrenOf(root, 'Relationship').map(({ attributes }) => {
      const target = attributes.get('Target') ?? '';
      const isExternal = attributes.get('TargetMode') === 'External';
      const name = isExternal ? target : new URL(target, `part:/${folder}`).pathname.slice(1);
      return [attributes.get('Id') ?? '', { type: attributes.get('Type') ?? '', target: name, isExternal }];
    }),
  );
}

/** The part that a part refers to by a kind of relationship, such as `/styles`. */
export function relatedPart(archive: Archive, part: string, kind: string): XmlElement | undefined {
  const found = [...relationshipsOf(archive, part).values()].find(({ type }) => type.endsWith(kind));
  return found && xmlPart(archive, found.target);
}

export function xmlPart(archive: Archive, name: string): XmlElement | undefined {
  const bytes = archive.part(name);
  if (!bytes) return undefined;
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[1] === 0;
  return parseXml(new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes));
}

/** The `w:val` of a property such as `w:pStyle`. */
export const wordValue = (parent: XmlElement | undefined, ...path: string[]): string | undefined =>
  at(parent, ...path)?.attributes.get('w:val');

/** Whether a property that is on by its presence is on (ECMA-376, part 1, 17.17.4). */
export function isOn(parent: XmlElement | undefined, name: string): boolean {
  const property = at(parent, name);
  return (
    property !== undefined &&
    !['0', 'false', 'off', 'none'].includes(property.attributes.get('w:val') ?? 'true')
  );
}
