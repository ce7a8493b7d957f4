import { plainStyle } from '../../shared/site/look/look.ts';

/** What the page adds to the look of the site. */
const additions = `
main { font-family: var(--sans); font-size: .9375rem; overflow-wrap: anywhere; }
main h2 { margin: 2.5rem 0 .5rem; font-size: 1.125rem; }
.intro { font-family: var(--serif); font-size: 1.0625rem; }
.drop { margin: 2rem 0 0; padding: 1.5rem; background: var(--wash); border: 2px dashed var(--muted); border-radius: 6px; }
.drop.over { border-color: var(--accent); border-style: solid; }
.drop h2 { margin: 0 0 1rem; }
.drop .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 1rem 1.5rem; align-items: end; }
.drop label { display: block; margin: 0 0 .3rem; font-weight: 600; }
.drop input, .drop button { font: inherit; color: inherit; max-width: 100%; }
.drop input:not([type=file]) { width: 100%; padding: .45rem .6rem; background: var(--paper); border: 1px solid var(--muted); border-radius: 4px; }
.drop input[type=file] { width: 100%; padding: .45rem 0; }
.drop button { padding: .5rem 1.25rem; background: var(--accent); color: var(--paper); border: 1px solid var(--accent); border-radius: 4px;
  font-weight: 600; cursor: pointer; }
.hint { margin: .6rem 0 0; font-size: .875rem; color: var(--muted); }
.drop .hint { margin: 1rem 0 0; }
.followed { list-style: none; margin: 1rem 0 0; padding: 0; }
.followed li, .arrival { margin: 0; padding: .75rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.followed b, td b { font-weight: 650; }
.rejected b, .failed b, tr.dead td:last-child { color: var(--accent); }
table { width: 100%; border-collapse: collapse; overflow-wrap: anywhere; }
th, td { padding: .5rem .75rem .5rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { font-size: .8125rem; color: var(--muted); font-weight: 600; overflow-wrap: normal; }
.number { text-align: end; white-space: nowrap; padding-inline-end: 0; padding-inline-start: .75rem; font-variant-numeric: tabular-nums; }
thead .number { white-space: normal; }
tbody td:first-child { width: 40%; }
tbody th { white-space: nowrap; }
td time, .told span { color: var(--muted); font-size: .8125rem; }
td time { display: block; }
.told { list-style: none; margin: 0; padding: 0; }
.told li { display: flex; flex-wrap: wrap; gap: 0 1.5rem; justify-content: space-between; padding: .5rem 0; border-bottom: 1px solid var(--line); }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
`;

/** The style element's content. */
export const liveStyle = plainStyle() + additions.replace(/\s*\n\s*/g, ' ').trim();
