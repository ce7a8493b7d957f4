import { colourProperties, schemes } from './palette.ts';
import type { Theme } from './theme.ts';

/**
 * The rules that a theme adds after all others. Colours are for screens: paper stays white.
 * Safe to stand in a style element, because `themeSchema` lets through nothing that could end a declaration.
 */
export function themeStyle(theme: Theme): string {
  const { text, interface: sans, code } = theme.fonts ?? {};
  const properties = [
    ...(text ? [`--serif: ${text};`] : []),
    ...(sans ? [`--sans: ${sans};`] : []),
    ...(code ? [`--mono: ${code};`] : []),
    ...Object.entries(theme.variables ?? {}).map(([name, value]) => `${name}: ${value};`),
  ];
  const colours = schemes.flatMap((scheme) => {
    const rules = colourProperties(theme[scheme] ?? {});
    return rules === ''
      ? []
      : [`@media screen and (prefers-color-scheme: ${scheme}) { :root { ${rules} } }\n`];
  });
  return `${properties.length > 0 ? `:root { ${properties.join(' ')} }\n` : ''}${colours.join('')}`;
}
