/** Languages that are written from right to left when no script is named. */
const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ps', 'sd', 'ug', 'ur', 'yi']);
const rightToLeftScripts = new Set(['arab', 'hebr', 'thaa', 'syrc', 'nkoo', 'adlm', 'rohg']);

/** Writing direction of a language. @param language BCP 47 */
export function directionOf(language: string): 'ltr' | 'rtl' {
  const [primary = '', ...rest] = language.toLowerCase().split('-');
  const script = rest.find((part) => part.length === 4);
  return (script === undefined ? rightToLeft.has(primary) : rightToLeftScripts.has(script)) ? 'rtl' : 'ltr';
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date as people write it. @param instant ISO 8601 @param zone IANA time zone */
export function longDate(instant: string, language: string, zone: string): string {
  const key = `${language} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(knownLanguage(language), {
      dateStyle: 'long',
      timeZone: zone,
      calendar: 'gregory',
    });
    formats.set(key, format);
  }
  return format.format(new Date(instant));
}

/** A language that dates can be written in; never that of the machine, which would make output depend on it. */
function knownLanguage(language: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language])[0] ?? 'en';
  } catch {
    return 'en';
  }
}
