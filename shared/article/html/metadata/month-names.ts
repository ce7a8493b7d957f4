/** Names of months by number in the languages of many news sites, in the form that stands in dates, and usual short forms. */
const names: readonly string[] = [
  'january januar janvier janv enero gennaio janeiro januari ianuarie stycznia styczeń ledna leden января січня ocak tammikuuta január ιανουαρίου يناير jan ene gen',
  'february februar février febrero febbraio fevereiro februari februarie lutego luty února únor февраля лютого şubat helmikuuta február φεβρουαρίου فبراير feb févr fév fev',
  'march märz mrz mars marzo março maart mrt martie marca marzec března březen марта березня mart maaliskuuta március marts maret μαρτίου مارس mar',
  'april avril avr abril abr aprile aprilie kwietnia kwiecień dubna duben апреля квітня nisan huhtikuuta április απριλίου أبريل apr',
  'may mai mayo maggio maio mei maja maj května květen мая травня mayıs toukokuuta május μαΐου مايو',
  'june juni juin junio giugno junho iunie czerwca czerwiec června июня червня haziran kesäkuuta június ιουνίου يونيو jun giu',
  'july juli juillet julio luglio julho iulie lipca lipiec července июля липня temmuz heinäkuuta július ιουλίου يوليو jul juil lug',
  'august août agosto augustus augusti sierpnia sierpień srpna srpen августа серпня ağustos elokuuta augusztus agustus αυγούστου أغسطس aug ago',
  'september septembre septiembre settembre setembro septembrie września wrzesień září сентября вересня eylül syyskuuta szeptember σεπτεμβρίου سبتمبر sep sept set',
  'october oktober octobre octubre ottobre outubro octombrie października październik října říjen октября жовтня ekim lokakuuta október οκτωβρίου أكتوبر oct okt ott out',
  'november novembre noviembre novembro noiembrie listopada listopadu listopad ноября листопада kasım marraskuuta νοεμβρίου نوفمبر nov',
  'december dezember décembre diciembre dicembre dezembro decembrie grudnia grudzień prosince prosinec декабря грудня aralık joulukuuta desember δεκεμβρίου ديسمبر dec dez déc dic',
];

const monthNumbers = new Map(
  names.flatMap((line, at) => line.split(' ').map((name) => [name, at + 1] as const)),
);

/**
 * 1 to 12 by a month's name or its first letters (three or more), in any language known here.
 * @returns undefined for other words, and for letters that begin names of several months
 */
export function monthNumber(word: string): number | undefined {
  const name = word.toLowerCase();
  const known = monthNumbers.get(name);
  if (known !== undefined || name.length < 3) return known;
  const begun = new Set([...monthNumbers].flatMap(([other, at]) => (other.startsWith(name) ? [at] : [])));
  return begun.size === 1 ? [...begun][0] : undefined;
}
