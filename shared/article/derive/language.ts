import type { Found } from '../parsed-document.ts';
import { detectLanguage } from './detect-language.ts';

/** BCP 47, canonical (RFC 5646, section 4.5); undefined when it is no language tag. */
export function canonicalLanguage(tag: string): string | undefined {
  const candidate = tag
    .slice(0, 100)
    .trim()
    .replaceAll('_', '-')
    .replace(/\.(utf-?8|iso.*)$/i, '');
  if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(candidate)) return undefined;
  const canonical = canonicalTag(candidate);
  return canonical === undefined || /^(und|mul|zxx|mis)\b/.test(canonical) ? undefined : canonical;
}

/** What was asked for last, which is asked for several times for each article, and again for the next. */
let last: { tag: string; canonical: string | undefined } | undefined;

/** A well-formed tag in its normal form (ECMA-402, 6.2.3); undefined when it is not well-formed. */
export function canonicalTag(tag: string): string | undefined {
  if (last?.tag !== tag) {
    try {
      last = { tag, canonical: Intl.getCanonicalLocales(tag)[0] };
    } catch {
      last = { tag, canonical: undefined };
    }
  }
  return last.canonical;
}

/** Stated, else detected in the text, else the site's. */
export function languageOf(
  stated: Found<string> | undefined,
  text: string,
  siteLanguage: string,
): Found<string> {
  const language = stated && canonicalLanguage(stated.value);
  if (stated && language) return { value: language, from: stated.from };
  const detected = detectLanguage(text);
  if (detected) return { value: detected, from: 'detected in the text' };
  return { value: canonicalLanguage(siteLanguage) ?? 'en', from: 'site settings' };
}
