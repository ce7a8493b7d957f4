/** How long a text is for a reader. */
export interface Length {
  wordCount: number;
  readingMinutes: number;
}

/** Words a minute of an adult reading silently (Brysbaert 2019: 238 for non-fiction). */
const wordsPerMinute = 238;
/** Characters a minute for scripts without spaces between words. */
const charactersPerMinute = 400;

const characterScripts = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const spacelessScripts = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
/** From the first of these scripts upwards; most texts have none of them. */
const hasOtherScripts = /[\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff65-\uff9f\ud840-\ud87f]/;
const word = /[\p{L}\p{N}\p{M}]+(?:['’.,\-\u2010\u2011][\p{L}\p{N}\p{M}]+)*/gu;

/**
 * Counts words: runs of letters and digits; each Han or kana character counts as one, as word processors do it;
 * Thai and its neighbours, written without spaces, by an average of four letters a word.
 */
export function lengthOf(text: string): Length {
  let characters = 0;
  let spaceless = 0;
  const rest = hasOtherScripts.test(text)
    ? text
        .replace(characterScripts, () => {
          characters += 1;
          return ' ';
        })
        .replace(spacelessScripts, (run) => {
          spaceless += Math.ceil(run.length / 4);
          return ' ';
        })
    : text;
  const words = (rest.match(word)?.length ?? 0) + spaceless;
  const minutes = words / wordsPerMinute + characters / charactersPerMinute;
  return { wordCount: words + characters, readingMinutes: Math.max(1, Math.round(minutes)) };
}
