import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { clientsOf, type StackProcess } from './stack-process.ts';

/** Every object of the site bucket: its text by its key. */
export async function copySite(stack: StackProcess): Promise<Map<string, string>> {
  const description = await stack.description();
  const { s3 } = clientsOf(description);
  const Bucket = description.buckets.site;
  const copy = new Map<string, string>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    for (const { Key = '' } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      copy.set(Key, (await Body?.transformToString()) ?? '');
    }
  }
  s3.destroy();
  return copy;
}

/**
 * A document without what tells when articles were deleted, which is the one thing that differs between two runs: the
 * times of tombstones, which of them are the newest, and the feed's own time that follows from them. That each
 * tombstone stands there, and everything else to the byte, is kept.
 */
export function withoutDeletionTimes(key: string, text: string): string {
  if (key.endsWith('atom.xml')) {
    const tombstones: string[] = [];
    const rest = text.replace(/<at:deleted-entry\b.*?<\/at:deleted-entry>\s*/gs, (tombstone) => {
      tombstones.push(tombstone.replace(/ when="[^"]+"/, '').trim());
      return '';
    });
    return [rest.replace(/<updated>[^<]+<\/updated>/, ''), ...tombstones.sort()].join('\n');
  }
  if (key.endsWith('rss.xml')) return text.replace(/<lastBuildDate>[^<]+<\/lastBuildDate>/, '');
  if (!key.endsWith('feed.json')) return text;
  const feed = JSON.parse(text) as {
    _dropwire: { updated: string; withdrawn: { id: string; at: string }[] };
  };
  const { updated: _, withdrawn, ...extension } = feed._dropwire;
  const ids = withdrawn.map(({ id }) => id).sort();
  return JSON.stringify({ ...feed, _dropwire: { ...extension, withdrawn: ids } });
}
