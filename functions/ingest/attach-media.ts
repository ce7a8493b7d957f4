import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { EmbeddedMedia } from '../../shared/article/media/embedded-media.ts';
import { keyOfInboxUrl } from '../../shared/article/media/inbox-url.ts';
import { internalMedia, type KnownMedia, resolveMedia } from '../../shared/article/media/resolve-media.ts';
import type { Article } from '../../shared/article/schema.ts';
import { toItem } from '../../shared/catalog/catalog.ts';
import { mediaScheme } from '../../shared/media-names.ts';
import { mediaReferenceKey } from '../../shared/resources/table-keys.ts';
import type { IngestDependencies } from './dependencies.ts';
import { storeMedia } from './store-media.ts';

/** Uploads that one article file may show; further ones stay unresolved. */
const mostReferences = 500;

/**
 * Puts in the addresses of media that articles show: files from inside the document are stored, uploads beside it are
 * looked up.
 *
 * The reference is noted before the upload is looked up, and a media upload looks for references after it is recorded:
 * whichever comes first, one of the two sees the other.
 */
export async function attachMedia(
  deps: IngestDependencies,
  uploadKey: string,
  articles: Article[],
  embedded: EmbeddedMedia[],
): Promise<Article[]> {
  const known = new Map<string, KnownMedia>();
  for (const { content, ...media } of embedded) {
    const name = media.url.replace(/^embedded:/, '');
    await storeMedia(deps, name, content, media.type);
    known.set(media.url, { ...media, url: mediaScheme + name });
  }
  const urls = new Set(articles.flatMap(internalMedia));
  const beside = [...urls].filter((url) => keyOfInboxUrl(url) !== undefined).slice(0, mostReferences);
  await Promise.all(beside.map((url) => noteReference(deps, url, uploadKey)));
  await Promise.all(
    beside.map(async (url) => {
      const upload = await deps.catalog.readUpload(keyOfInboxUrl(url) ?? '');
      if (!upload?.media) return;
      const { name, ...media } = upload.media;
      known.set(url, { ...media, url: mediaScheme + name });
    }),
  );
  return articles.map((article) => resolveMedia(article, known));
}

async function noteReference(
  { dynamodb, config }: IngestDependencies,
  url: string,
  uploadKey: string,
): Promise<void> {
  const Item = toItem({ ...mediaReferenceKey(keyOfInboxUrl(url) ?? '', uploadKey), key: uploadKey });
  await dynamodb.send(new PutItemCommand({ TableName: config.catalogTable, Item }));
}
