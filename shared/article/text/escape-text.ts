const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');

/** Text as HTML, with addresses on the web as links. */
export function linkedHtml(text: string): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"“”]{2,500}/g)) {
    const address = match[0].replace(/[.,;:!?)\]}'’*]+$/, '');
    html += escapeHtml(text.slice(end, match.index));
    html += `<a href="${escapeHtml(address)}">${escapeHtml(address)}</a>`;
    end = match.index + address.length;
  }
  return html + escapeHtml(text.slice(end));
}

/** Plain text as HTML: paragraphs at blank lines, or at every line end where there is no blank line. */
export function paragraphsHtml(text: string): string {
  const trimmed = text.trim();
  const parts = /\n[ \t]*\n/.test(trimmed) ? trimmed.split(/\n(?:[ \t]*\n)+/) : trimmed.split('\n');
  return parts
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${linkedHtml(part.trim()).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}
