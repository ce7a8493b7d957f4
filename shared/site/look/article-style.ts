/** What pages of articles add: the body, whatever it holds. */
export const articleStyle = `
.article { padding: clamp(1rem, 5vw, 2.5rem) 0 0; max-width: 38rem; margin: 0 auto; }
.article h1 { margin: 0; font-size: clamp(1.9rem, 6.5vw, 2.75rem); line-height: 1.13; letter-spacing: -.015em; }
.article h1.long { font-size: clamp(1.4rem, 4.5vw, 1.9rem); line-height: 1.25; }
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
.body img { width: auto; max-height: 90vh; max-height: 90svh; }
.body figcaption, .body caption { margin-top: .6em; font: .875rem/1.5 var(--sans); color: var(--muted); text-align: start; }
.body hr { width: 4rem; margin: 2.5em auto; border: 0; border-top: 1px solid var(--muted); }
.body pre, .body code, .body kbd, .body samp { font-family: var(--mono); font-size: .85em; direction: ltr; unicode-bidi: isolate; }
.body :not(pre) > code, .body kbd { padding: .1em .3em; background: var(--wash); border-radius: 3px; overflow-wrap: anywhere; }
.body pre { padding: 1rem 1.1rem; background: var(--wash); border-radius: 4px; white-space: pre-wrap; line-height: 1.5; text-align: left; }
.body pre code { font-size: 1em; }
.body table { width: 100%; border-collapse: collapse; font: .9375rem/1.45 var(--sans); overflow-wrap: normal; }
.scroll { overflow-x: auto; margin: 0 0 1.25em; }
.body .scroll table { margin: 0; }
.body th, .body td { padding: .5em 0; padding-inline-end: 1em; vertical-align: top; border-bottom: 1px solid var(--line); }
.body th:not([align]) { text-align: start; }
@supports (hyphenate-limit-chars: 18 6 6) { h1, h2, p, li, td { hyphens: auto; hyphenate-limit-chars: 18 6 6; } }
.body audio, .body math[display=block] { width: 100%; }
.player { display: block; margin: 0 0 1.25em; padding: 1.1rem; background: var(--wash); border-radius: 4px; font: 1rem var(--sans); }
.article footer { margin: 3rem 0 0; padding: 1.5rem 0 0; border-top: 1px solid var(--line); }
.tags { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; }
.tags a { display: inline-block; padding: .15rem 0; text-decoration-color: var(--line); max-width: 100%; }
.forms { margin: 1rem 0 0; }
.neighbours { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem 2rem; max-width: 38rem; margin: 2rem auto 0; }
.neighbours a { text-decoration: none; color: var(--ink); line-height: 1.35; }
.neighbours a:hover bdi { text-decoration: underline; }
.neighbours span { display: block; margin: 0 0 .2rem; font: .875rem var(--sans); color: var(--muted); }
@media (min-width: 36rem) {
  .neighbours { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .neighbours [rel=next] { grid-column: 2; text-align: end; }
}
`;
