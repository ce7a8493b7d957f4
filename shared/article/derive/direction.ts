const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;

/** The direction most letters of a text are written in. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  const sample = text.slice(0, 4000);
  const right = sample.match(rightToLeft)?.length ?? 0;
  // Most texts have none, and counting thousands of letters would be for nothing.
  if (right === 0) return 'ltr';
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  return right * 2 > letters ? 'rtl' : 'ltr';
}
