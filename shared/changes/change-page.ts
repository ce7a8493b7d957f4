import type { PendingChange } from '../catalog/pending-change.ts';
import { changesSchemaKey, sealedChangesPageKey } from '../resources/object-keys.ts';
import * as z from '../zod.ts';

const path = z.described(
  z.string().check(z.regex(/^\//)),
  'On this site: to be resolved against the address of this document',
);

/** One change, as the change log tells it. */
export const changeRecordSchema = z.strictObject({
  sequence: z.described(
    z.int().check(z.positive()),
    'Its place in the log: each record has the number after that of the one before',
  ),
  id: z.described(z.uuid(), 'Of the article'),
  version: z.described(z.int().check(z.positive()), 'Rises with each change of the same article'),
  kind: z.enum(['published', 'updated', 'withdrawn']),
  at: z.described(
    z.iso.datetime(),
    'When the change was made: of the upload, its deletion, or the date it was due',
  ),
  url: z.described(
    path,
    'Page of the article; `article.json` and `article.md` stand beside it unless it was withdrawn',
  ),
  hash: z.described(z.optional(z.string()), 'Names the content; absent of a withdrawal'),
  feeds: z.described(
    z.array(z.string()),
    'Where the article stands after the change; of a withdrawal, where it stood',
  ),
  left: z.described(z.optional(z.array(z.string())), 'Feeds that an update took it out of'),
});
export type ChangeRecord = z.infer<typeof changeRecordSchema>;

/** A page of the change log: the newest one at /changes.json, or a full one at its own address for good. */
export const changePageSchema = z.strictObject({
  schema: path,
  page: z.int().check(z.positive()),
  size: z.described(z.int().check(z.positive()), 'Records that it holds when it is full'),
  url: z.described(path, 'Where this page stands once it is full'),
  pages: z.described(path, 'Where each full page stands; `{page}` is its number'),
  previous: z.described(z.optional(path), 'The page before; absent of the first'),
  next: z.described(
    z.optional(path),
    'Where the page after this one stands once that is full; absent of the newest',
  ),
  records: z.described(z.array(changeRecordSchema), 'Oldest first'),
});
export type ChangePage = z.infer<typeof changePageSchema>;

const pagesUrl = `/${sealedChangesPageKey('{page}')}`;
const pageUrl = (page: number): string => `/${sealedChangesPageKey(page)}`;

/** A page without records. */
export function newPage(page: number, size: number): ChangePage {
  const previous = page > 1 ? { previous: pageUrl(page - 1) } : {};
  const addresses = { url: pageUrl(page), pages: pagesUrl, ...previous };
  return { schema: `/${changesSchemaKey}`, page, size, ...addresses, records: [] };
}

/** A full page as it stands for good. */
export function sealedPage(open: ChangePage): ChangePage {
  const { records, ...rest } = open;
  return { ...rest, next: pageUrl(open.page + 1), records };
}

export const isFull = ({ records, size }: ChangePage): boolean => records.length >= size;

export function recordOf(change: PendingChange, sequence: number): ChangeRecord {
  const { id, version, kind, at, hash, feeds, left } = change;
  const url = `/${change.path.split('/').map(encodeURIComponent).join('/')}`;
  return { sequence, id, version, kind, at, url, hash, feeds, left };
}

/** Names one change of one article, in the catalog as in the log. */
export const nameOfChange = ({ id, version, at }: Pick<ChangeRecord, 'id' | 'version' | 'at'>): string =>
  `${id} ${version} ${at}`;

/** One line for each record. Equal pages give equal bytes. */
export function renderPage({ records, ...rest }: ChangePage): string {
  const lines = records.map((record) => JSON.stringify(record));
  return `${JSON.stringify(rest).slice(0, -1)},"records":[\n${lines.join(',\n')}\n]}\n`;
}

/** @returns undefined for what is no page of a change log */
export function parsePage(text: string): ChangePage | undefined {
  try {
    return changePageSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
