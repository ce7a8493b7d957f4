const block =
  /^<\/?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|figure|figcaption|table|thead|tbody|tr|td|th|hr|section|article|aside|header|footer|details|summary|iframe|form)\b/i;

/**
 * The text of a post as WordPress stores it: block comments go, captions become figures, other shortcodes leave
 * their content, and text between blank lines becomes paragraphs (as WordPress's own wpautop does on display).
 */
export function wordpressHtml(content: string): string {
  const withoutComments = replaceEnclosed(content, /<!--\s*\/?wp:/, '-->', () => '');
  const text = replaceEnclosed(withoutComments, /\[caption[^\]]{0,500}\]/, '[/caption]', captioned)
    .replaceAll(/\[embed[^\]]{0,200}\]\s*(https?:\/\/[^\s[\]]{1,500})\s*\[\/embed\]/g, '<a href="$1">$1</a>')
    .replaceAll(
      /\[\/?[a-z][a-z0-9_-]{2,40}(?:\s+[a-z_-]{1,40}=(?:"[^"]{0,500}"|'[^']{0,500}'|[^\s\]"']{1,200})){0,20}\s*\/?\]/g,
      (code) => (shortcodes.test(code) ? '' : code),
    );
  return text
    .split(/\n[ \t]*\n\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (block.test(part) ? part : `<p>${part.replaceAll('\n', '<br>')}</p>`))
    .join('\n');
}

/** What stands between a start and the next end may be so long. */
const longestEnclosed = 5000;

/**
 * Replaces what begins with a pattern and ends with a text. Linear in the content, which a pattern with both ends is
 * not: it would look for the end once for each start.
 */
function replaceEnclosed(
  content: string,
  start: RegExp,
  end: string,
  replace: (inner: string) => string,
): string {
  const parts = content.split(end);
  const rest = parts.pop() ?? '';
  const replaced = parts.map((part) => {
    const from = Math.max(0, part.length - longestEnclosed);
    const found = start.exec(part.slice(from));
    if (!found) return part + end;
    const at = from + found.index;
    return part.slice(0, at) + replace(part.slice(at + found[0].length));
  });
  return replaced.join('') + rest;
}

/** Shortcodes of WordPress itself and of common page builders. */
const shortcodes =
  /^\[\/?(?:gallery|audio|video|playlist|embed|caption|wp_|vc_|et_pb_|fusion_|av_|su_|contact-form|more)/;

/** What stands in a caption shortcode: the picture, then the words. */
function captioned(inner: string): string {
  const [, picture = '', words = ''] =
    /^\s*((?:<a\b[^>]{0,1000}>\s*)?<img\b[^>]{0,2000}>(?:\s*<\/a>)?)([\s\S]*)$/i.exec(inner) ?? [];
  return picture === '' ? inner : `<figure>${picture}<figcaption>${words.trim()}</figcaption></figure>`;
}
