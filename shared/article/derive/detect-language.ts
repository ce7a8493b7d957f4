import { frequentWords, typicalLetters } from './language-marks.ts';

/** Characters looked at; more make no difference. */
const sampleLength = 4000;
/** Texts with fewer letters are not guessed at. */
const fewestLetters = 40;
/** Score a word below which a text is in none of the languages. */
const leastShare = 0.08;

/** Scripts that one language is written in, or that one language dominates. */
const scripts: readonly [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Armenian}/gu, 'hy'],
  [/\p{Script=Georgian}/gu, 'ka'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Lao}/gu, 'lo'],
  [/\p{Script=Khmer}/gu, 'km'],
  [/\p{Script=Myanmar}/gu, 'my'],
  [/\p{Script=Bengali}/gu, 'bn'],
  [/\p{Script=Gurmukhi}/gu, 'pa'],
  [/\p{Script=Gujarati}/gu, 'gu'],
  [/\p{Script=Tamil}/gu, 'ta'],
  [/\p{Script=Telugu}/gu, 'te'],
  [/\p{Script=Kannada}/gu, 'kn'],
  [/\p{Script=Malayalam}/gu, 'ml'],
  [/\p{Script=Sinhala}/gu, 'si'],
  [/\p{Script=Ethiopic}/gu, 'am'],
];

const languagesOfWord = new Map<string, string[]>();
for (const [language, words] of Object.entries(frequentWords)) {
  for (const word of new Set(words.split(' '))) {
    languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language]);
  }
}

const languagesOfLetter = new Map<string, string[]>();
for (const [letters, languages] of typicalLetters) {
  for (const letter of letters) {
    languagesOfLetter.set(letter, [...(languagesOfLetter.get(letter) ?? []), ...languages.split(' ')]);
  }
}

/**
 * The language a text is written in, by its script, else by its most frequent words.
 * @returns ISO 639-1 code; undefined when the text is short or in none of the languages known here
 */
export function detectLanguage(text: string): string | undefined {
  const sample = text.slice(0, sampleLength);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const isDense = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]/u.test(sample);
  if (letters < (isDense ? fewestLetters / 4 : fewestLetters)) return undefined;
  for (const [script, language] of scripts) {
    const share = (sample.match(script)?.length ?? 0) / letters;
    // Japanese mixes kana into Han characters; a few kana in a Chinese text are quotations.
    if (share > (language === 'ja' ? 0.15 : 0.5)) return language;
  }
  return byWords(sample);
}

/** A word that several languages share counts for each of them in part; typical letters count beside words. */
function byWords(sample: string): string | undefined {
  const text = sample.toLowerCase().normalize('NFC');
  const words = text.match(/[\p{L}\p{M}’]+/gu) ?? [];
  const scores = new Map<string, number>();
  const count = (languages: string[], weight: number): void => {
    const share = weight * (0.5 + 0.5 / languages.length);
    for (const language of languages) scores.set(language, (scores.get(language) ?? 0) + share);
  };
  for (const word of words) count(languagesOfWord.get(word) ?? [], 1);
  for (const letter of text) {
    const languages = languagesOfLetter.get(letter);
    if (languages) count(languages, 0.3);
  }
  const [first] = [...scores].sort(([, a], [, b]) => b - a);
  return first && first[1] >= words.length * leastShare ? first[0] : undefined;
}
