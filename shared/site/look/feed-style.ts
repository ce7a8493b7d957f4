/** What pages of feeds add: entries, addresses to subscribe to, lists of other feeds. */
export const feedStyle = `
.choice { padding: .9rem 0; border-bottom: 1px solid var(--line); }
.choice a { text-decoration: none; color: var(--ink); }
.choice a:hover { text-decoration: underline; }
.entry { display: grid; grid-template-columns: 1fr; gap: .9rem 1.5rem; padding: 1.75rem 0; border-bottom: 1px solid var(--line); }
.entry > div { min-width: 0; }
.entry h2 { margin: 0; font-size: 1.45rem; letter-spacing: -.005em; }
article h2 a { text-decoration: none; }
article h2 a:hover { text-decoration: underline; }
.entry .summary { margin: .45rem 0 0; text-wrap: pretty; }
.entry img { width: 100%; aspect-ratio: 3 / 2; object-fit: cover; border-radius: 3px; background: var(--wash); order: -1; }
.brief article { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .2rem 1.5rem; padding: .9rem 0;
  border-bottom: 1px solid var(--line); }
.brief h2 { margin: 0; font: 700 1.0625rem/1.35 var(--serif); max-width: 34rem; color: var(--ink); }
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
#subscribe dl + p { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: 1.25rem 0 0; }
#subscribe code { display: block; user-select: all; -webkit-user-select: all; overflow-wrap: anywhere; color: var(--ink);
  direction: ltr; text-align: start; font-size: .8125rem; line-height: 1.7; }
.directory { display: grid; gap: 1.75rem; padding: 2.5rem 0 0; }
.directory ul, .choice ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; }
.directory a, .choice a { display: inline-block; padding: .15rem 0; text-decoration-color: var(--line); max-width: 100%; }
`;
