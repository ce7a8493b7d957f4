import * as z from 'zod';
import type { PendingChange } from '../catalog/pending-change.ts';
import { once } from '../once.ts';
import { changesKey, changesSchemaKey, sealedChangesPageKey } from '../resources/object-keys.ts';

const path = z
  .string()
  .regex(/^\//)
  .describe('On this site: to be resolved against the address of this document');

/** One change, as the change log tells it. */
export const changeRecordSchema = z.strictObject({
  sequence: z
    .int()
    .positive()
    .describe('Its place in the log: each record has the number after that of the one before'),
  id: z.uuid().describe('Of the article'),
  version: z.int().positive().describe('Rises with each change of the same article'),
  kind: z.enum(['published', 'updated', 'withdrawn']),
  at: z.iso
    .datetime()
    .describe('When the change was made: of the upload, its deletion, or the date it was due'),
  url: path.describe(
    'Page of the article; `article.json` and `article.md` stand beside it unless it was withdrawn',
  ),
  hash: z.string().optional().describe('Names the content; absent of a withdrawal'),
  feeds: z
    .array(z.string())
    .describe('Where the article stands after the change; of a withdrawal, where it stood'),
  left: z.array(z.string()).optional().describe('Feeds that an update took it out of'),
});
export type ChangeRecord = z.infer<typeof changeRecordSchema>;

/** A page of the change log: the newest one at /changes.json, or a full one at its own address for good. */
export const changePageSchema = z.strictObject({
  schema: path,
  page: z.int().positive(),
  size: z.int().positive().describe('Records that it holds when it is full'),
  url: path.describe('Where this page stands once it is full'),
  pages: path.describe('Where each full page stands; `{page}` is its number'),
  previous: path.optional().describe('The page before; absent of the first'),
  next: path
    .optional()
    .describe('Where the page after this one stands once that is full; absent of the newest'),
  records: z.array(changeRecordSchema).describe('Oldest first'),
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

/** The schema of the log's pages as JSON Schema 2020-12, for downstream systems: /schema/changes.v1.json. */
export const changesJsonSchema = once(
  (): Record<string, unknown> => ({
    ...z.toJSONSchema(changePageSchema),
    title: 'Change log',
    description: `A page of Dropwire's change log: the newest at /${changesKey}, full ones where \`url\` says`,
  }),
);
