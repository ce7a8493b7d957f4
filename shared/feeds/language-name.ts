const names = new Map<string, string>();

/** What a language calls itself, such as `Deutsch` for `de`; the code where nobody knows. @param code BCP 47 */
export function languageName(code: string): string {
  const known = names.get(code);
  if (known !== undefined) return known;
  const name = look(code) ?? code;
  names.set(code, name);
  return name;
}

function look(code: string): string | undefined {
  try {
    const name = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' }).of(code);
    return name && name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
  } catch {
    return undefined;
  }
}
