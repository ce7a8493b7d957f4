import { colourProperties, defaultPalettes } from './palette.ts';

/**
 * What all pages share. Styles are inline, so that a page stands by itself: one request, nothing that can go missing.
 * Directions are logical (start, end), so the same rules serve right-to-left pages.
 */
export const commonStyle = `
:root {
  color-scheme: light dark;
  ${colourProperties(defaultPalettes.light)}
  --serif: Charter, 'Bitstream Charter', 'Iowan Old Style', 'Source Serif 4', 'Noto Serif', Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root { ${colourProperties(defaultPalettes.dark)} }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 46rem; padding: 0 1.25rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 var(--serif); overflow-wrap: break-word; text-rendering: optimizeLegibility; }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .07em; }
a:hover { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
::selection { background: var(--accent); color: var(--paper); }
h1, h2, h3, h4, h5, h6 { line-height: 1.2; margin: 2.2em 0 .6em; text-wrap: balance; overflow-wrap: anywhere; }
[dir=rtl] :is(h1, h2) { letter-spacing: normal; line-height: 1.3; }
img, video { max-width: 100%; height: auto; }
.skip { position: absolute; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
.skip:not(:focus) { width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.masthead, .colophon, .meta, .kicker, .pages, .tags, .forms, .directory, .choice, .brief, #subscribe {
  font-family: var(--sans); font-size: .875rem; color: var(--muted); }
.masthead { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1.5rem; padding: 1.25rem 0; }
.masthead a { text-decoration: none; padding: .25rem 0; }
.masthead:not(:has(.name)) { justify-content: end; }
.masthead img { display: block; }
.name { font-weight: 650; color: var(--ink); }
.intro { padding: clamp(1rem, 5vw, 2.5rem) 0 1.25rem; border-bottom: 1px solid var(--line); }
.intro h1 { margin: 0; font-size: clamp(2rem, 7vw, 3rem); letter-spacing: -.015em; }
.intro p { margin: .6rem 0 0; color: var(--muted); font-size: 1.125rem; max-width: 36rem; text-wrap: pretty; }
.kicker { margin: 0 0 .35rem; font-weight: 600; color: var(--accent); }
.kicker a { text-decoration: none; }
.kicker a:hover { text-decoration: underline; }
.meta { margin: .5rem 0 0; }
.meta a { text-decoration-color: var(--line); }
.colophon { margin: 3.5rem 0 0; padding: 1.25rem 0 2.5rem; border-top: 1px solid var(--line); }
.colophon p { margin: 0 0 .5rem; }
`;
