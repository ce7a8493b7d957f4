import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { decode } from '../../../shared/article/decode.ts';

const samples: Readonly<Record<string, string>> = {
  cyrillic:
    'Вчера вечером на острове снова загорелся старый маяк, и все пришли посмотреть на него. Это было красиво.',
  german:
    'Größe und Höhe des alten Leuchtturms ändern sich nicht, sagen die Wärter – „schön“ ist er für 5 € trotzdem.',
  polish:
    'Wczoraj wieczorem na wyspie znowu zapłonęła stara latarnia morska, i wszyscy przyszli ją zobaczyć. Było pięknie.',
  greek: 'Χθες το βράδυ ο παλιός φάρος του νησιού άναψε ξανά, και όλοι ήρθαν να τον δουν. Ήταν όμορφα.',
  japanese: '昨夜、島の古い灯台が二十年ぶりに灯りました。多くの人が見に来ました。とてもきれいでした。',
  chinese: '昨天晚上，岛上的旧灯塔二十年来第一次亮了起来。很多人都来看它。那真是很美丽的景色。',
  traditional: '昨天晚上，島上的舊燈塔二十年來第一次亮了起來。很多人都來看它。那真是很美麗的景色。',
  korean:
    '어젯밤 섬의 오래된 등대가 이십 년 만에 다시 켜졌습니다. 많은 사람들이 보러 왔습니다. 정말 아름다웠습니다.',
  hebrew: 'אמש נדלק שוב המגדלור הישן של האי אחרי עשרים שנה, וכולם באו לראות אותו. זה היה יפה מאוד.',
  arabic: 'أضاءت المنارة القديمة في الجزيرة من جديد مساء أمس بعد عشرين عاما، وجاء الجميع لرؤيتها.',
  turkish:
    'Dün akşam adadaki eski deniz feneri yirmi yıl sonra yeniden ışığını yaktı ve herkes görmeye geldi. Çok güzeldi.',
};

/** What the decoder under test has to read, written by another library. */
const encoded = (text: string, charset: string): Buffer => iconv.encode(text, charset);

const table: [string, string, string][] = [
  ['german', 'utf-8', 'utf-8'], ['german', 'utf-16le', 'utf-16le'], ['cyrillic', 'utf-16be', 'utf-16be'], ['german', 'windows-1252', 'windows-1252'],
  ['cyrillic', 'windows-1251', 'windows-1251'], ['cyrillic', 'koi8-r', 'koi8-r'], ['cyrillic', 'iso-8859-5', 'iso-8859-5'], ['greek', 'iso-8859-7', 'iso-8859-7'],
  ['japanese', 'shift_jis', 'shift_jis'], ['japanese', 'euc-jp', 'euc-jp'], ['chinese', 'gbk', 'gbk'], ['traditional', 'big5', 'big5'], ['korean', 'euc-kr', 'euc-kr'],
  ['polish', 'windows-1250', 'windows-1250'], ['hebrew', 'windows-1255', 'windows-1255'], ['arabic', 'windows-1256', 'windows-1256'], ['turkish', 'windows-1254', 'windows-1254'],
]; // biome-ignore format: a table reads better in lines

describe('what bytes say', () => {
  test.each(table)('%s in %s, when declared', (sample, charset) => {
    const text = samples[sample] ?? '';
    expect(decode(encoded(text, charset), `text/plain; charset="${charset}"`).text).toBe(text);
  });

  // Western and Central European encodings differ in few letters, and are guessed right only by luck.
  const detectable = table.filter(
    ([, charset]) => !['windows-1250', 'windows-1254', 'windows-1255', 'iso-8859-5'].includes(charset),
  );
  test.each(detectable)('%s in %s, when nobody says so', (sample, charset) => {
    const text = samples[sample] ?? '';
    expect(decode(encoded(text.repeat(3), charset)).text).toBe(text.repeat(3));
  });

  test.each([
    ['<html><head><meta charset="windows-1251"></head><p>', 'windows-1251'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>', 'koi8-r'],
    ['<?xml version="1.0" encoding="windows-1251"?><p>', 'windows-1251'],
  ])('%s', (start, charset) => {
    const text = start + samples.cyrillic;
    expect(decode(encoded(text, charset))).toEqual({ text, charset });
  });

  test.each([
    ['ef bb bf 61', 'a', 'utf-8'],
    ['ff fe 61 00', 'a', 'utf-16le'],
    ['fe ff 00 61', 'a', 'utf-16be'],
    ['e4 f6 fc', 'äöü', 'windows-1252'],
  ])('%s', (bytes, text, charset) => {
    expect(decode(Buffer.from(bytes.replaceAll(' ', ''), 'hex'))).toEqual({ text, charset });
  });

  test('a stale declaration does not spoil UTF-8', () => {
    const text = `<meta charset="iso-8859-1"><p>${samples.german}`;
    expect(decode(Buffer.from(text), 'text/html; charset=iso-8859-1').text).toBe(text);
  });
});
