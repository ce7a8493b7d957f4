import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type ArticleRecord, articleRecordSchema, emptyRecord } from '../../shared/catalog/article-record.ts';
import { CatalogConflictError } from '../../shared/catalog/catalog.ts';
import { readMany } from '../../shared/catalog/read-many.ts';
import { chunks } from '../../shared/chunks.ts';
import { revisionOfKey, revisionsFolder } from '../../shared/resources/object-keys.ts';
import { tombstoneDays } from '../../shared/resources/settings.ts';
import { articleKey } from '../../shared/resources/table-keys.ts';
import type { Position } from './cursor.ts';
import type { DriftDependencies } from './dependencies.ts';
import type { Slice } from './slice.ts';

/** Articles named by one message: a message that fails is delivered again as a whole. */
const articlesPerMessage = 20;

/**
 * Looks through the next revisions of the store for those that nobody claims: their ingest died between storing them and
 * its transaction, and its message was never dealt with again. Younger ones are let be: a message may still speak of them.
 *
 * They are condemned in their article's record, and the publisher deletes them like any revision that was given up. That
 * is safe whatever happens at the same time, since a revision's name holds the version of the record that it was made
 * for: condemning makes a new version, so an ingest that has stored the same bytes under the same name (which no
 * condition on the object could tell from the old ones) fails in its transaction, and stores them under the next name.
 */
export async function checkStore(
  deps: DriftDependencies,
  { after }: Extract<Position, { phase: 'store' }>,
): Promise<Slice> {
  const { s3, dynamodb, clock, config, pace } = deps;
  const listing = await s3.send(
    new ListObjectsV2Command({
      Bucket: config.storeBucket,
      Prefix: revisionsFolder,
      StartAfter: after,
      MaxKeys: pace.storeKeysPerRun,
    }),
  );
  const oldest = clock.now() - tombstoneDays * 86_400_000;
  const old = new Map<string, string[]>();
  for (const { Key = '', LastModified } of listing.Contents ?? []) {
    const revision = revisionOfKey(Key);
    if (!revision || (LastModified?.getTime() ?? clock.now()) > oldest) continue;
    old.set(revision.id, [...(old.get(revision.id) ?? []), revision.name]);
  }
  const keys = [...old.keys()].map(articleKey);
  const records = new Map<string, ArticleRecord>();
  for (const record of await readMany(dynamodb, config.catalogTable, keys, articleRecordSchema)) {
    records.set(record.id, record);
  }
  const articles: string[] = [];
  let revisions = 0;
  for (const [id, names] of old) {
    const record = records.get(id) ?? emptyRecord(id);
    const unclaimed = unclaimedOf(record, names);
    if (unclaimed.length > 0 && (await condemn(deps, record, unclaimed))) revisions += unclaimed.length;
    // Condemned by a run that died before it could tell the publisher: that one is told now.
    else if (!names.some((name) => record.condemned.includes(name))) continue;
    articles.push(id);
  }
  const last = listing.Contents?.at(-1)?.Key;
  const more = listing.IsTruncated && last !== undefined;
  const hints = chunks(articles, articlesPerMessage).map((some) => ({ articles: some }));
  return {
    hints,
    orphans: 0,
    revisions,
    unknown: 0,
    next: more ? { phase: 'store', after: last } : { phase: 'rest' },
  };
}

/**
 * Of these revisions, those that no upload claims and that none ever can once the record has its next version. One made
 * for a later version than the record has reached comes from a catalog that was lost: it is left until then.
 */
function unclaimedOf({ claims, condemned, version }: ArticleRecord, names: string[]): string[] {
  const known = new Set([...Object.values(claims).map(({ revision }) => revision), ...condemned]);
  return names.filter((name) => !known.has(name) && Number(name.split('.').at(-1)) <= version);
}

/** @returns whether it was done; not when somebody else has changed the record: the next round looks again */
async function condemn(
  { catalog }: DriftDependencies,
  before: ArticleRecord,
  names: string[],
): Promise<boolean> {
  try {
    await catalog.commit({
      article: { before, after: { ...before, condemned: [...before.condemned, ...names] } },
    });
    return true;
  } catch (error) {
    if (!(error instanceof CatalogConflictError)) throw error;
    return false;
  }
}
