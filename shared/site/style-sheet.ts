/**
 * The look of every page. Inline, so that a page stands by itself: one request, nothing that can go missing.
 * Directions are logical (start, end), so the same rules serve right-to-left pages.
 */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --ink: #211f1c; --muted: #665f57; --line: #e3ddd4; --accent: #8f3413; --wash: #f5f1ea;
  --serif: Charter, 'Bitstream Charter', 'Iowan Old Style', 'Source Serif 4', 'Noto Serif', Cambria, Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #17181a; --ink: #e4e0d9; --muted: #a9a299; --line: #36383c; --accent: #f0a882; --wash: #212327; }
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
img, video { max-width: 100%; height: auto; }
.skip { position: absolute; top: 1rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
.skip:not(:focus) { width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.masthead, .colophon, .meta, .kicker, .pages, .tags, .forms, .directory, .choice, #subscribe {
  font-family: var(--sans); font-size: .875rem; color: var(--muted); }
.masthead { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; justify-content: space-between; padding: 1.25rem 0; }
.masthead a { text-decoration: none; padding: .25rem 0; }
.name { font-weight: 650; color: var(--ink); }
.intro { padding: clamp(1rem, 5vw, 2.5rem) 0 1.25rem; border-bottom: 1px solid var(--line); }
.intro h1 { margin: 0; font-size: clamp(2rem, 7vw, 3rem); letter-spacing: -.015em; }
.intro p { margin: .6rem 0 0; color: var(--muted); font-size: 1.125rem; max-width: 36rem; text-wrap: pretty; }
.choice { padding: .9rem 0; border-bottom: 1px solid var(--line); }
.choice a { text-decoration: none; color: var(--ink); }
.choice a:hover { text-decoration: underline; }
.kicker { margin: 0 0 .35rem; font-weight: 600; color: var(--accent); }
.kicker a { text-decoration: none; }
.kicker a:hover { text-decoration: underline; }
.meta { margin: .5rem 0 0; }
.meta a { text-decoration-color: var(--line); }
.entry { display: grid; grid-template-columns: 1fr; gap: .9rem 1.5rem; padding: 1.75rem 0; border-bottom: 1px solid var(--line); }
.entry > div { min-width: 0; }
.entry h2 { margin: 0; font-size: 1.45rem; letter-spacing: -.005em; }
.entry h2 a { text-decoration: none; }
.entry h2 a:hover { text-decoration: underline; }
.entry .summary { margin: .45rem 0 0; text-wrap: pretty; }
.entry img { width: 100%; aspect-ratio: 3 / 2; object-fit: cover; border-radius: 3px; background: var(--wash); order: -1; }
.entry.brief { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .2rem 1.5rem; padding: .9rem 0; }
.entry.brief h2 { font-size: 1.0625rem; line-height: 1.35; max-width: 34rem; }
.entry.brief .meta { margin: 0; }
.front .entry:first-child h2 { font-size: clamp(1.7rem, 5vw, 2.1rem); }
@media (min-width: 36rem) {
  .entry.pictured { grid-template-columns: minmax(0, 1fr) 11rem; }
  .entry.pictured img { order: 1; margin-top: .35rem; }
}
.pages { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; padding: 1.5rem 0; }
#subscribe { margin: 3rem 0 0; padding: 1.5rem; background: var(--wash); border-radius: 4px; }
#subscribe h2, .directory h2 { margin: 0 0 .5rem; font-size: 1rem; color: var(--ink); }
#subscribe p { margin: 0 0 1rem; }
#subscribe dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .5rem 1.25rem; margin: 0; }
#subscribe dt { color: var(--ink); font-weight: 600; }
#subscribe dd { margin: 0; }
#subscribe code { display: block; user-select: all; -webkit-user-select: all; overflow-wrap: anywhere; color: var(--ink);
  direction: ltr; text-align: start; font-size: .8125rem; line-height: 1.7; }
.directory { display: grid; gap: 1.75rem; padding: 2.5rem 0 0; }
.directory ul, .tags, .choice ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; }
.directory a, .tags a, .choice a { display: inline-block; padding: .15rem 0; text-decoration-color: var(--line); max-width: 100%; }
.article { padding: clamp(1rem, 5vw, 2.5rem) 0 0; max-width: 38rem; margin: 0 auto; }
.article h1 { margin: 0; font-size: clamp(1.9rem, 6.5vw, 2.75rem); line-height: 1.13; letter-spacing: -.015em; }
.standfirst { margin: 1rem 0 0; font-size: 1.25rem; line-height: 1.45; color: var(--muted); text-wrap: pretty; }
.article header .meta { margin: 1.25rem 0 2rem; padding-bottom: 1.25rem; border-bottom: 1px solid var(--line); }
.lead { display: block; width: 100%; margin: 0 0 2rem; border-radius: 3px; background: var(--wash); }
.body { font-size: 1.1875rem; line-height: 1.65; }
.body > :first-child { margin-top: 0; }
.body p, .body ul, .body ol, .body dl, .body figure, .body blockquote, .body pre, .body table, .body details { margin: 0 0 1.25em; }
.body p, .body li { text-wrap: pretty; }
.body h2 { font-size: 1.5rem; } .body h3 { font-size: 1.25rem; } .body h4, .body h5, .body h6 { font-size: 1.0625rem; }
.body li { margin: .3em 0; }
.body ul, .body ol { padding-inline-start: 1.5em; }
.body blockquote { margin-inline: 0; padding-inline-start: 1.25rem; border-inline-start: 3px solid var(--accent); color: var(--muted); }
.body img, .body video { display: block; margin-inline: auto; border-radius: 3px; }
.body figcaption, .body caption { margin-top: .6em; font: .875rem/1.5 var(--sans); color: var(--muted); text-align: start; }
.body hr { width: 4rem; margin: 2.5em auto; border: 0; border-top: 1px solid var(--muted); }
.body pre, .body code, .body kbd, .body samp { font-family: var(--mono); font-size: .85em; direction: ltr; unicode-bidi: isolate; }
.body :not(pre) > code, .body kbd { padding: .1em .3em; background: var(--wash); border-radius: 3px; overflow-wrap: anywhere; }
.body pre { padding: 1rem 1.1rem; background: var(--wash); border-radius: 4px; white-space: pre-wrap; line-height: 1.5; text-align: left; }
.body pre code { font-size: 1em; }
.body table { width: 100%; border-collapse: collapse; font: .9375rem/1.45 var(--sans); overflow-wrap: anywhere; }
.body th, .body td { padding: .5em .75em .5em 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); min-width: 3em; }
@supports (hyphenate-limit-chars: 18 6 6) { h1, h2, p, li, td { hyphens: auto; hyphenate-limit-chars: 18 6 6; } }
.body audio, .body math[display=block] { width: 100%; }
.player { display: block; margin: 0 0 1.25em; padding: 1.1rem; background: var(--wash); border-radius: 4px; font: 1rem var(--sans); }
.article footer { margin: 3rem 0 0; padding: 1.5rem 0 0; border-top: 1px solid var(--line); }
.forms { margin: 1rem 0 0; }
.colophon { margin: 3.5rem 0 0; padding: 1.25rem 0 2.5rem; border-top: 1px solid var(--line); }
.colophon p { margin: 0; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --muted: #444; --line: #bbb; --accent: #000; --wash: #fff; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  .article { max-width: none; }
  .skip, .masthead nav, .pages, #subscribe, .directory, .choice, .forms, .colophon { display: none; }
  h1, h2, h3, figure, img, blockquote, pre, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .body a[href^=http]::after { content: ' (' attr(href) ')'; font-size: .8em; overflow-wrap: anywhere; }
}
`;
