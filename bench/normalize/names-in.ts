/**
 * The names in a byline that a library gives as one text, so that none loses for writing "By A and B" or a list.
 */
export function namesIn(byline: string | null | undefined): string[] {
  return (byline ?? '')
    .replace(/^\s*(?:written\s+)?by\b:?/i, '')
    .split(/,|;|\||&|\band\b|\n/i)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
