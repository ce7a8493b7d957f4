import { HeadObjectCommand, type _Object as ListedObject } from '@aws-sdk/client-s3';
import { statusOf } from '../../shared/clients.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import type { DriftDependencies } from './dependencies.ts';

/** Younger copies may be waiting for their document: a publisher writes it within two minutes after them. */
const hour = 3_600_000;

/** Keys of compressed copies, of those listed, whose document has changed or gone since. */
export async function staleCopies(
  { s3, config, clock }: DriftDependencies,
  listed: ListedObject[],
): Promise<string[]> {
  const etags = new Map<string, string | undefined>();
  const stale: string[] = [];
  for (const { Key = '', LastModified } of listed) {
    const found = siteKeyOf(Key);
    const age = clock.now() - (LastModified?.getTime() ?? clock.now());
    if (found.kind !== 'copy' || age < hour) continue;
    if (!etags.has(found.of)) etags.set(found.of, await etagIn(found.of));
    if (etags.get(found.of) !== found.etag) stale.push(Key);
  }
  return stale;

  async function etagIn(key: string): Promise<string | undefined> {
    try {
      return (await s3.send(new HeadObjectCommand({ Bucket: config.siteBucket, Key: key }))).ETag;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return undefined;
    }
  }
}
