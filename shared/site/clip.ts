/** Letters that are as wide as two of the Latin ones, and say as much. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/gu;

/** The start of a text, cut at a word. @param most UTF-16 code units; half as many of wide letters */
export function clip(text: string, most: number): string {
  const isWide = text.slice(0, most).replace(wide, '').length < most / 2;
  const length = isWide ? most / 2 : most;
  if (text.length <= length) return text;
  const start = text.slice(0, length);
  const end = start.lastIndexOf(' ');
  return `${start
    .slice(0, end > length / 2 ? end : length - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}
