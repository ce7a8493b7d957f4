import { GetObjectCommand } from '@aws-sdk/client-s3';
import { type ArticleRecord, articleRecordSchema } from '../../shared/catalog/article-record.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { type S3, statusOf } from '../../shared/clients.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { articleDocuments } from '../../shared/resources/object-keys.ts';
import { articleKey } from '../../shared/resources/table-keys.ts';
import type { DriftDependencies } from './dependencies.ts';

const readsAtOnce = 16;

/** Articles' folders that hold documents they shouldn't. */
export interface OrphanedArticles {
  orphans: { article: string; folder: string }[];
  /** Folders of which nothing tells whose they are. */
  unknown: number;
}

/** Finds out whose documents folders hold, by the documents themselves, and whether these articles are shown there. */
export async function orphanedArticles(
  deps: DriftDependencies,
  folders: string[],
): Promise<OrphanedArticles> {
  const { s3, dynamodb, config } = deps;
  const owners = new Map<string, string>();
  await inParallel(readsAtOnce, folders, async (folder) => {
    const owner = await ownerOf(s3, config.siteBucket, folder);
    if (owner !== undefined) owners.set(folder, owner);
  });
  const keys = [...new Set(owners.values())].map(articleKey);
  const records = new Map<string, ArticleRecord>();
  for (const record of await readMany(dynamodb, config.catalogTable, keys, articleRecordSchema)) {
    records.set(record.id, record);
  }
  const orphans = [...owners].flatMap(([folder, article]) => {
    const record = records.get(article);
    return record?.shown && record.path === folder ? [] : [{ article, folder }];
  });
  return { orphans, unknown: folders.length - owners.size };
}

/** How each document of an article names it. The first that is there and makes sense decides. */
const idIn: Record<(typeof articleDocuments)[number], RegExp> = {
  'article.json': /"id":"([0-9a-f-]{36})"/,
  'article.md': /^id: ([0-9a-f-]{36})$/m,
  'index.html': /data-entry="urn:uuid:([0-9a-f-]{36})"/,
};
const searchOrder = [
  'article.json',
  'article.md',
  'index.html',
] as const satisfies (typeof articleDocuments)[number][];

/** @returns the article's id, of which the folder's name ends in the first eight digits */
async function ownerOf(s3: S3, Bucket: string, folder: string): Promise<string | undefined> {
  for (const name of searchOrder) {
    const text = await read(s3, Bucket, folder + name);
    const id = text === undefined ? undefined : idIn[name].exec(text)?.[1];
    if (id !== undefined && folder.endsWith(`-${id.slice(0, 8)}/`)) return id;
  }
  return undefined;
}

async function read(s3: S3, Bucket: string, Key: string): Promise<string | undefined> {
  try {
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return await answer.Body?.transformToString();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return undefined;
  }
}
