import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type ArticleRecord, articleRecordSchema } from '../../shared/catalog/article-record.ts';
import { standingAt } from '../../shared/catalog/article-standing.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { type S3, statusOf } from '../../shared/clients.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { type articleDocuments, objectMetadata } from '../../shared/resources/object-keys.ts';
import { articleKey } from '../../shared/resources/table-keys.ts';
import type { DriftDependencies } from './dependencies.ts';

const readsAtOnce = 16;

/** A folder of the site, and the article whose documents are in it. */
interface ArticleFolder {
  article: string;
  folder: string;
}

/** Articles' folders beside those in which articles are shown. */
export interface OrphanedArticles {
  /** They hold documents that they shouldn't. */
  orphans: ArticleFolder[];
  /** They hold documents that say an article was withdrawn or moved: as they should, or until lately did. */
  standIns: ArticleFolder[];
  /** Folders of which nothing tells whose they are. */
  unknown: number;
}

/** What a document in a folder says of itself. */
interface Owner {
  article: string;
  /** `shown` for a document of the article itself; else what stands in its place. */
  kind: 'shown' | 'gone' | 'moved';
}

/** Finds out whose documents folders hold, by the documents themselves, and what the catalog calls for there. */
export async function orphanedArticles(
  deps: DriftDependencies,
  folders: string[],
): Promise<OrphanedArticles> {
  const { s3, dynamodb, config, clock } = deps;
  const owners = new Map<string, Owner>();
  await inParallel(readsAtOnce, folders, async (folder) => {
    const owner = await ownerOf(s3, config.siteBucket, folder);
    if (owner !== undefined) owners.set(folder, owner);
  });
  const keys = [...new Set([...owners.values()].map(({ article }) => article))].map(articleKey);
  const records = new Map<string, ArticleRecord>();
  for (const record of await readMany(dynamodb, config.catalogTable, keys, articleRecordSchema)) {
    records.set(record.id, record);
  }
  const orphans: ArticleFolder[] = [];
  const standIns: ArticleFolder[] = [];
  for (const [folder, { article, kind }] of owners) {
    const due = standingAt(records.get(article), folder, clock.now()).kind;
    if (due === 'shown') continue;
    const expired = kind === 'gone' && due === 'nothing';
    (due === kind || expired ? standIns : orphans).push({ article, folder });
  }
  return { orphans, standIns, unknown: folders.length - owners.size };
}

/** How each document of an article names it. The first that is there and makes sense decides. */
const idIn: Record<(typeof articleDocuments)[number], RegExp> = {
  'article.json': /"id":"([0-9a-f-]{36})"/,
  'article.md': /^id: ([0-9a-f-]{36})$/m,
  'ninjs.json': /"uri":"urn:uuid:([0-9a-f-]{36})"/,
  'index.html': /data-entry="urn:uuid:([0-9a-f-]{36})"/,
};
const searchOrder = [
  'article.json',
  'article.md',
  'ninjs.json',
  'index.html',
] as const satisfies (typeof articleDocuments)[number][];

/** @returns the article, of whose id the folder's name ends in the first eight digits */
async function ownerOf(s3: S3, Bucket: string, folder: string): Promise<Owner | undefined> {
  for (const name of searchOrder) {
    const document = await read(s3, Bucket, folder + name);
    const article = document && idIn[name].exec(document.text)?.[1];
    if (!document || article === undefined || !folder.endsWith(`-${article.slice(0, 8)}/`)) continue;
    const { [objectMetadata.status]: status, [objectMetadata.location]: location } = document.metadata;
    return { article, kind: status !== undefined ? 'gone' : location !== undefined ? 'moved' : 'shown' };
  }
  return undefined;
}

async function read(
  s3: S3,
  Bucket: string,
  Key: string,
): Promise<{ text: string; metadata: Record<string, string> } | undefined> {
  try {
    const { Body, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return { text: (await Body?.transformToString()) ?? '', metadata: Metadata };
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return undefined;
  }
}
