/** On paper: black on white, no navigation, links with their addresses. */
export const printStyle = `
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --muted: #444; --line: #bbb; --accent: #000; --wash: #fff; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  .article { max-width: none; }
  .skip, .masthead a[href$='#subscribe'], .pages, .neighbours, #subscribe, .directory, .choice, .forms, .colophon { display: none; }
  h1, h2, h3, figure, img, blockquote, pre, tr, .entry { break-inside: avoid; }
  .scroll { overflow: visible; }
  .body img { max-height: 60vh; }
  h2, h3 { break-after: avoid; }
  .body a[href^=http]::after { content: ' (' attr(href) ')'; font-size: .8em; overflow-wrap: anywhere; }
}
`;
