/**
 * What no document may carry: C0 and C1 controls but tab and line feed, noncharacters such as U+FFFE, the byte order
 * mark (outside XML's Char production, XML 1.0 section 2.2, or without meaning in HTML), and lone surrogates.
 */
const unwanted =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufeff\ufffe\uffff]+/g;
/** What `unwanted` and line ends other than a line feed are made of: most texts hold none, which one reading shows. */
const suspicious =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff]/;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Whether `cleanCharacters` leaves a text as it is. */
export function isClean(text: string): boolean {
  return !suspicious.test(text) && text.isWellFormed();
}

/** Text without the characters that would make a feed malformed; line ends become line feeds. */
export function cleanCharacters(text: string): string {
  if (isClean(text)) return text;
  const wellFormed = text.isWellFormed() ? text : text.replace(loneSurrogates, '');
  return wellFormed.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(unwanted, '');
}

/** Text without any of the given characters at its end. Unlike a pattern that ends in `+$`, linear in every text. */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** White space but a single space, which most texts consist of between words and which needs no work. */
const spaces = / \s+|[^\S ]\s*/g;

/** White space runs (no-break spaces included) become one space. */
export function singleSpaced(text: string): string {
  return text.replace(spaces, ' ');
}

/** As `singleSpaced`, but only for the white space that HTML knows (WHATWG HTML, "ASCII whitespace"): no-break spaces stay. */
export function singleBreakingSpaces(text: string): string {
  return text.replace(/ [ \t\n\f\r]+|[\t\n\f\r][ \t\n\f\r]*/g, ' ');
}

/** A value for one line of text: clean, white space collapsed, ends trimmed. */
export function cleanLine(text: string): string {
  return singleSpaced(cleanCharacters(text)).trim();
}

/** As `cleanLine`, and absent when nothing is left. */
export function cleanField(text: string | undefined): string | undefined {
  return (text !== undefined && cleanLine(text)) || undefined;
}
