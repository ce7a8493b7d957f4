import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { PublishedArticle } from '../../shared/article/schema.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { mediaKey } from '../../shared/resources/object-keys.ts';
import type { PublishDependencies } from './dependencies.ts';
import { ObjectChangedError } from './site-objects.ts';

/** Puts the media that an article shows on the site, unless they are there: named by content, they never change. */
export async function publishMedia(deps: PublishDependencies, article: PublishedArticle): Promise<void> {
  const own = siteAddress(deps.config.siteUrl, mediaKey(''));
  for (const { url } of article.media) {
    if (url.startsWith(own)) await publishOne(deps, mediaKey(url.slice(own.length)));
  }
}

async function publishOne({ s3, site, config }: PublishDependencies, key: string): Promise<void> {
  if (site.remembered(key) || (await site.look(key))) return;
  const file = await s3.send(new GetObjectCommand({ Bucket: config.storeBucket, Key: key }));
  const bytes = (await file.Body?.transformToByteArray()) ?? new Uint8Array();
  try {
    await site.put(key, bytes, null, { contentType: file.ContentType });
  } catch (error) {
    // Another publisher was faster with the same bytes.
    if (!(error instanceof ObjectChangedError)) throw error;
  }
}
