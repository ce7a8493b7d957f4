/**
 * A URL path segment from free text: lower case, letters and digits of any script, single hyphens, accents dropped.
 * At most 60 characters, cut at a word. Empty when the text holds no letter and no digit.
 */
export function slugify(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, (marks) => (/[\u0300-\u036f]/.test(marks) ? '' : marks))
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);
  let slug = '';
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word;
    if ([...longer].length > 60) return slug || [...word].slice(0, 60).join('');
    slug = longer;
  }
  return slug;
}
