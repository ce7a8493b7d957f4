import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { type Article, articleSchema } from '../../shared/article/schema.ts';
import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { statusOf } from '../../shared/clients.ts';
import { revisionKey } from '../../shared/resources/object-keys.ts';
import type { Stack } from '../stack/stack.ts';
import { type ArticleLine, articleLine } from './article-line.ts';

/** One version of an upload. */
export interface UploadVersion {
  versionId?: string;
  /** When it came, ISO 8601 UTC. */
  at?: string;
  bytes?: number;
  /** The marker of a deletion. */
  deleted: boolean;
  /** What stands now. */
  current: boolean;
}

/** An upload that states an article, with its history. */
export interface StatingUpload {
  key: string;
  /** Whether it is the one that the site shows. */
  shown: boolean;
  /** Content hash of the article as this upload has it. */
  hash?: string;
  /** Newest first; at most 50. */
  versions: UploadVersion[];
}

/** All that is known of an article, as `show --json` prints it; documented in docs/commands.md, and stable. */
export interface ShownArticle extends ArticleLine {
  uploads: StatingUpload[];
  /** The article itself, without its text. */
  article?: Omit<Article, 'content' | 'provenance'>;
  /** For each field, where it was found. */
  provenance: Record<string, string>;
}

const mostVersions = 50;

/** Puts together what catalog, store and inbox know of an article. */
export async function showArticle(stack: Stack, record: ArticleRecord): Promise<ShownArticle> {
  const line = articleLine(record, stack.siteUrl);
  const leading = line.keys[0];
  const claim = leading === undefined ? undefined : record.claims[leading];
  const stored = claim && (await readRevision(stack, record.id, claim.revision));
  const uploads = await Promise.all(
    line.keys.map(async (key) => ({
      key,
      shown: record.shown?.key === key,
      hash: record.claims[key]?.hash,
      versions: await versionsOf(stack, key),
    })),
  );
  if (!stored) return { ...line, uploads, provenance: {} };
  const { content: _content, provenance, ...article } = stored;
  return { ...line, uploads, article, provenance };
}

/** An article as the store has it; undefined when it is no longer there. */
export async function readRevision(stack: Stack, id: string, revision: string): Promise<Article | undefined> {
  try {
    const answer = await stack.clients.s3.send(
      new GetObjectCommand({ Bucket: stack.storeBucket, Key: revisionKey(id, revision) }),
    );
    return articleSchema.parse(JSON.parse((await answer.Body?.transformToString()) ?? ''));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The newest versions of an upload, and the markers of its deletions, newest first. */
export async function versionsOf({ clients, inboxBucket }: Stack, key: string): Promise<UploadVersion[]> {
  const page = await clients.s3.send(
    new ListObjectVersionsCommand({ Bucket: inboxBucket, Prefix: key, MaxKeys: mostVersions }),
  );
  const kinds = [
    { list: page.Versions ?? [], deleted: false },
    { list: page.DeleteMarkers ?? [], deleted: true },
  ];
  return kinds
    .flatMap(({ list, deleted }) => list.map((version) => ({ Size: undefined, ...version, deleted })))
    .filter(({ Key }) => Key === key)
    .map(({ VersionId, LastModified, Size, IsLatest, deleted }) => ({
      versionId: VersionId,
      at: LastModified?.toISOString(),
      bytes: Size,
      deleted,
      current: IsLatest === true,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current) || ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
}
