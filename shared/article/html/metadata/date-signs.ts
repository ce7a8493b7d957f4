/** Words, `_` for spaces between them; a word may go on where a language inflects. */
const beginning = (list: string): RegExp => listed(list, '');
const whole = (list: string): RegExp => listed(list, '(?!\\p{L})');

function listed(list: string, end: string): RegExp {
  const words = list.trim().split(/\s+/).join('|').replaceAll('_', '\\s');
  return new RegExp(`(?<!\\p{L})(?:${words})${end}`, 'giu');
}

const update = [
  beginning(`update modif revis edited reviewed checked fact-checked aktualis bearbeitet geändert mis_à_jour mise_à_jour
    actualizad aggiornat atualizad bijgewerkt gewijzigd uppdaterad opdateret oppdatert päivitetty zaktualizowan aktualiz
    обновл изменен оновлен güncelle actualizat frissít ενημέρωσ ενημερώθηκε محدث تحديث diperbarui cập_nhật`),
  whole('as_of current_as_of last_changed stand'),
  /更新|수정|업데이트/g,
];
const publish = [
  beginning(`publish publication posted post_time created written issued first_appeared originally veröffentlicht
    erschienen publié parution mis_en_ligne publicad pubblicat gepubliceerd geplaatst publicerad udgivet publicer publisert
    julkaistu opublikowan data_publikacji опублик дата_публ yayın publikov vydáno publicat megjelen közzétév δημοσιε نشر
    diterbitkan đăng`),
  /发布|發布|發佈|公開|掲載|投稿|게시|등록|입력/g,
];
const other =
  whole(`expires? expiry deadline events? starts? begins? beginning ends? ending born died copyright since due
  until through founded established effective valid active seen joined registered accessed retrieved period`);

/** What a label beside a date says that the date is of. */
export type DateMeaning = 'published' | 'updated' | 'other' | 'unsaid';

/**
 * Reads the words just before a date, or just behind it: "Last updated", "Veröffentlicht am", "Offer ends". The last one
 * counts: "first published in March, updated".
 */
export function meaningOf(label: string): DateMeaning {
  const published = lastOf(publish, label);
  const updated = lastOf(update, label);
  if (published >= 0 || updated >= 0) return published >= updated ? 'published' : 'updated';
  return lastOf([other], label) >= 0 || label.includes('©') ? 'other' : 'unsaid';
}

function lastOf(signs: readonly RegExp[], label: string): number {
  return Math.max(-1, ...signs.flatMap((sign) => [...label.matchAll(sign)].map(({ index }) => index)));
}
