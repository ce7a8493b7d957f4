/** Languages that are written from right to left when no script is named. */
const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ps', 'sd', 'ug', 'ur', 'yi']);
const rightToLeftScripts = new Set(['arab', 'hebr', 'thaa', 'syrc', 'nkoo', 'adlm', 'rohg']);

/** Writing direction of a language. @param language BCP 47 */
export function languageDirection(language: string): 'ltr' | 'rtl' {
  const [primary = '', ...rest] = language.toLowerCase().split('-');
  const script = rest.find((part) => part.length === 4);
  return (script === undefined ? rightToLeft.has(primary) : rightToLeftScripts.has(script)) ? 'rtl' : 'ltr';
}

/** `lang` and `dir` for a part of a page whose language isn't the page's; nothing where it is. */
export function languageAttributes(language: string, pageLanguage: string): { lang?: string; dir?: string } {
  return language === pageLanguage ? {} : { lang: language, dir: languageDirection(language) };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date as people write it. @param instant ISO 8601 @param zone IANA time zone */
export function longDate(instant: string, language: string, zone: string): string {
  return format(language, { dateStyle: 'long', timeZone: zone }).format(new Date(instant));
}

/** A month as people write it. @param month `yyyy-mm` */
export function longMonth(month: string, language: string): string {
  const options = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return format(language, options).format(new Date(`${month}-01T00:00:00Z`));
}

/** Formats are costly to make and few: kept. */
function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(knownLanguage(language), { ...options, calendar: 'gregory' });
  formats.set(key, made);
  return made;
}

/** A language that dates can be written in; never that of the machine, which would make output depend on it. */
function knownLanguage(language: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language])[0] ?? 'en';
  } catch {
    return 'en';
  }
}
