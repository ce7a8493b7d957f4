/**
 * Stands in bundles for the package of this name. `feed` writes XML with xml-js, which brings this parser for reading XML;
 * nothing here reads XML with it.
 * @throws Error always
 */
export function parser(): never {
  throw new Error('sax is left out of bundles; see infra/constructs/bundling.ts.');
}
