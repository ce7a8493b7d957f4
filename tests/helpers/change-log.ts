import { type ChangePage, type ChangeRecord, changePageSchema } from '../../shared/changes/change-page.ts';

/** Every record of a change log, oldest first, by its links alone; and what is wrong with it. */
export interface ReadLog {
  records: ChangeRecord[];
  pages: ChangePage[];
  problems: string[];
}

/** Reads a whole change log. @param read text of a document of the site by its key */
export function readChangeLog(read: (key: string) => string | undefined): ReadLog {
  const pages: ChangePage[] = [];
  const problems: string[] = [];
  for (let key: string | undefined = 'changes.json'; key !== undefined; ) {
    const text = read(key);
    if (text === undefined) {
      if (pages.length > 0) problems.push(`${key} is missing`);
      break;
    }
    const page = changePageSchema.parse(JSON.parse(text));
    const [newer] = pages;
    if (newer && page.next !== newer.url) problems.push(`${key} leads on to ${page.next}`);
    if (newer && page.records.length !== page.size) problems.push(`${key} is not full`);
    pages.unshift(page);
    key = page.previous?.slice(1);
  }
  const records = pages.flatMap((page) => page.records);
  const versions = new Map<string, number>();
  for (const [index, { sequence, id, version }] of records.entries()) {
    if (index > 0 && sequence !== (records[index - 1]?.sequence ?? 0) + 1)
      problems.push(`record ${sequence} follows ${records[index - 1]?.sequence}`);
    if (version <= (versions.get(id) ?? 0)) problems.push(`record ${sequence} repeats or turns back ${id}`);
    versions.set(id, version);
  }
  return { records, pages, problems };
}
