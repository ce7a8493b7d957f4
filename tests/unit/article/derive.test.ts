import { describe, expect, test } from '@jest/globals';
import { namesIn } from '../../../shared/article/derive/authors.ts';
import { detectLanguage } from '../../../shared/article/derive/detect-language.ts';
import { directionOf } from '../../../shared/article/derive/direction.ts';
import { canonicalLanguage } from '../../../shared/article/derive/language.ts';
import { slugOf } from '../../../shared/article/derive/slug.ts';
import { firstSentences } from '../../../shared/article/derive/summary.ts';
import { lengthOf } from '../../../shared/article/derive/words.ts';

describe('summaries made from the text', () => {
  const long = 'It rained on the harbour all night and the boats lay low in the water. '.repeat(3);
  test.each([
    [`Mr. Low met Dr. Hay at 5 p.m. on St. Mary's Pier. ${long}${long}`, /Pier\. It rained .* water\.$/],
    [`“Is it raining?” she asked. ${long}${long}`, /water\.$/],
    [`${'word '.repeat(100)}`, /word…$/],
    ['今天天气很好。'.repeat(60), /。$/],
    ['x'.repeat(500), /x…$/],
  ])('%#: end at a sentence, or with an ellipsis', (text, end) => {
    const summary = firstSentences(text);
    expect(summary.length).toBeLessThanOrEqual(280);
    expect(summary).toMatch(end);
    expect(text.replace(/\s+/g, ' ').startsWith(summary.replace(/…$/, ''))).toBe(true);
  });

  test('a short text is its own summary', () => {
    expect(firstSentences(' Two\n words ')).toBe('Two words');
  });
});

test.each([
  ['News/2026-02-14-paper-boats.md', 'Title', 'paper-boats', 'file name'],
  ['News/20260214_paper boats.en.html.gz', 'Title', 'paper-boats-en', 'file name'],
  ['News/paper-boats/index.html', 'Title', 'paper-boats', 'folder name'],
  ['News/README.md', 'Title', 'news', 'folder name'],
  ['index.md', 'The Title', 'the-title', 'title'],
  ['News/12345.txt', 'The Title', 'the-title', 'title'],
  ['ünïcödé.md', 'Title', 'unicode', 'file name'],
  ['записки.md', 'Title', 'записки', 'file name'],
  ['🙂.md', '🙂', 'article', 'default'],
])('the slug of %s is from the %s', (key, title, slug, from) => {
  expect(slugOf(undefined, key, title, true)).toEqual({ value: slug, from });
});

test('a stated slug is made fit for URLs, and a file of many articles names none of them', () => {
  expect(slugOf({ value: 'Paper Boats!', from: 'front matter: slug' }, 'a.md', 'T', true).value).toBe(
    'paper-boats',
  );
  expect(slugOf(undefined, 'feed.xml', 'One Title', false)).toEqual({ value: 'one-title', from: 'title' });
});

test.each([
  [
    'en',
    'The boats came back in the evening, and everybody who had waited on the pier was glad to see them again.',
  ],
  [
    'de',
    'Die Boote kamen am Abend zurück, und alle, die auf dem Steg gewartet hatten, waren froh, sie zu sehen.',
  ],
  [
    'fr',
    'Les bateaux sont rentrés le soir, et tous ceux qui attendaient sur le quai étaient heureux de les revoir.',
  ],
  [
    'es',
    'Los barcos volvieron por la tarde y todos los que esperaban en el muelle se alegraron de verlos otra vez.',
  ],
  [
    'pt',
    'Os barcos voltaram à noite, e todos os que esperavam no cais ficaram felizes por não os terem perdido.',
  ],
  [
    'it',
    'Le barche sono tornate la sera, e tutti quelli che aspettavano sul molo erano felici di rivederle.',
  ],
  [
    'nl',
    'De boten kwamen ’s avonds terug en iedereen die op de steiger had gewacht was blij om ze weer te zien.',
  ],
  [
    'sv',
    'Båtarna kom tillbaka på kvällen, och alla som hade väntat på bryggan var glada över att se dem igen.',
  ],
  [
    'da',
    'Bådene kom tilbage om aftenen, og alle, der havde ventet på broen, blev glade for at se dem igen efter stormen.',
  ],
  [
    'no',
    'Båtene kom tilbake om kvelden, og alle som hadde ventet på brygga, ble glade for å se dem igjen etter stormen.',
  ],
  [
    'fi',
    'Veneet palasivat illalla, ja kaikki, jotka olivat odottaneet laiturilla, olivat iloisia, kun he näkivät ne jälleen.',
  ],
  [
    'pl',
    'Łodzie wróciły wieczorem i wszyscy, którzy czekali na pomoście, cieszyli się, że znowu je widzą po tej burzy.',
  ],
  ['cs', 'Lodě se vrátily večer a všichni, kteří čekali na molu, byli rádi, že je po té bouři zase vidí.'],
  ['sk', 'Lode sa vrátili večer a všetci, ktorí čakali na móle, boli radi, že ich po tej búrke opäť vidia.'],
  [
    'hu',
    'A hajók este visszatértek, és mindenki, aki a mólón várt, örült, hogy a vihar után újra láthatja őket.',
  ],
  [
    'ro',
    'Bărcile s-au întors seara și toți cei care așteptau pe ponton au fost bucuroși să le vadă din nou după furtună.',
  ],
  [
    'tr',
    'Tekneler akşam geri döndü ve iskelede bekleyen herkes fırtınadan sonra onları gördüğü için çok mutlu oldu.',
  ],
  [
    'id',
    'Perahu itu kembali pada malam hari dan semua orang yang menunggu di dermaga senang karena dapat melihatnya.',
  ],
  ['vi', 'Những chiếc thuyền đã trở về vào buổi tối và mọi người chờ trên bến đều vui vì được thấy chúng.'],
  ['ru', 'Лодки вернулись вечером, и все, кто ждал на пристани, были рады снова увидеть их после этой бури.'],
  [
    'uk',
    'Човни повернулися ввечері, і всі, хто чекав на пристані, були раді знову побачити їх після цієї бурі.',
  ],
  [
    'bg',
    'Лодките се върнаха вечерта и всички, които чакаха на кея, се зарадваха, че ги виждат отново след бурята.',
  ],
  [
    'sr',
    'Чамци су се вратили увече и сви који су чекали на молу били су срећни што их поново виде после олује.',
  ],
  ['el', 'Οι βάρκες γύρισαν το βράδυ και όλοι όσοι περίμεναν στην προβλήτα χάρηκαν που τις είδαν ξανά.'],
  ['he', 'הסירות חזרו בערב וכל מי שחיכה על המזח שמח לראות אותן שוב אחרי הסערה של הלילה.'],
  ['ar', 'عادت القوارب في المساء وكان كل من انتظر على الرصيف سعيدا برؤيتها من جديد بعد العاصفة.'],
  ['fa', 'قایق‌ها عصر برگشتند و همه کسانی که در اسکله منتظر بودند از دیدن دوباره آنها خوشحال شدند.'],
  ['hi', 'नावें शाम को लौट आईं और घाट पर इंतज़ार कर रहे सभी लोग तूफ़ान के बाद उन्हें देखकर खुश थे।'],
  ['ja', '船は夕方に戻り、桟橋で待っていた人たちは、嵐のあとで再び見ることができて喜びました。'],
  ['zh', '船在傍晚回来了，在码头上等候的每个人都很高兴在暴风雨之后再次看到它们。'],
  ['ko', '배들은 저녁에 돌아왔고 부두에서 기다리던 사람들은 폭풍 뒤에 배를 다시 보게 되어 기뻤습니다.'],
  ['th', 'เรือกลับมาในตอนเย็น และทุกคนที่รออยู่บนท่าเรือต่างดีใจที่ได้เห็นเรืออีกครั้งหลังพายุ'],
])('%s is recognized', (language, text) => {
  expect(detectLanguage(text)).toBe(language);
});

test('short texts and texts of names and numbers are not guessed at', () => {
  expect(detectLanguage('Hello there')).toBeUndefined();
  expect(detectLanguage('Xqz Wprtk Bnvm Lkjh Qwrt Zxcv Mnbv Plkj Rtzq Wvbn Xcvb 1234 5678')).toBeUndefined();
});

test.each([
  ['en_us', 'en-US'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['de_DE.UTF-8', 'de-DE'],
  ['iw', 'he'],
  ['English', undefined],
  ['x', undefined],
  ['und', undefined],
  ['en-', undefined],
])('language tag %s is %s', (tag, canonical) => {
  expect(canonicalLanguage(tag)).toBe(canonical);
});

test('direction follows most letters', () => {
  expect(directionOf('שלום עולם, this')).toBe('rtl');
  expect(directionOf('The word שלום in a sentence')).toBe('ltr');
  expect(directionOf('')).toBe('ltr');
});

test.each([
  ['don’t stop-gap 3.14 a_b', 5, 1],
  ['船は夕方', 4, 1],
  ['word '.repeat(1190), 1190, 5],
  ['', 0, 1],
])('words of %#', (text, wordCount, readingMinutes) => {
  expect(lengthOf(text)).toEqual({ wordCount, readingMinutes });
});

test.each([
  ['By Ada Byron', ['Ada Byron']],
  ['Ada Byron, Max Frei and Li Na', ['Ada Byron', 'Max Frei', 'Li Na']],
  ['Byron, Ada', ['Byron, Ada']],
  ['Ada Byron; Max Frei & Li Na', ['Ada Byron', 'Max Frei', 'Li Na']],
  ['Ada Byron <ada@example.org>', ['Ada Byron']],
  ['Von Jonas Lind, nb', ['Jonas Lind']],
  ['Martin Ash, Jr', ['Martin Ash, Jr']],
  ['Alessandro Bandini', ['Alessandro Bandini']],
  ['', []],
])('names in "%s"', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});
