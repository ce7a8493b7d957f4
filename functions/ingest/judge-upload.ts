import { recognizeMedia } from '../../shared/article/media/recognize-media.ts';
import { extensionOf } from '../../shared/article/media/sniff.ts';
import type { UploadedMedia } from '../../shared/catalog/upload-record.ts';
import { RejectedUploadError } from '../../shared/errors.ts';
import { mediaName } from '../../shared/media-names.ts';
import { maxUploadBytes } from '../../shared/resources/settings.ts';
import type { IngestDependencies } from './dependencies.ts';
import type { JudgedArticle, ReadArticles } from './read-articles.ts';
import { earlierVersions, readUpload, type Upload } from './read-upload.ts';
import { storeMedia } from './store-media.ts';

/** What an upload is at present. */
export type Verdict =
  | { state: 'deleted' }
  | {
      state: 'accepted';
      upload: Upload;
      articles: JudgedArticle[];
      media?: UploadedMedia;
      /** What of it was left out, for the uploader. */
      leftOut?: string;
    }
  | {
      state: 'rejected';
      upload: Upload;
      code: string;
      reason: string;
      /** Of the newest good version before it: a bad upload takes nothing away. */
      articles: JudgedArticle[];
      /** When that version was uploaded. */
      articlesFrom: string;
    };

/**
 * Reads an upload's present state and normalizes it.
 * Depends on nothing but the inbox and the site settings; only faults of the machinery are thrown.
 */
export async function judgeUpload(deps: IngestDependencies, key: string): Promise<Verdict> {
  const { s3, config } = deps;
  const upload = await readUpload(s3, config.inboxBucket, key);
  if (!upload) return { state: 'deleted' };
  const media = upload.bytes && (await takeMedia(deps, key, upload.bytes));
  if (media) return { state: 'accepted', upload, articles: [], media };
  const attempt = await articlesOf(deps, upload);
  if (!(attempt instanceof RejectedUploadError)) return { state: 'accepted', upload, ...attempt };
  const rejected = { state: 'rejected', upload, code: attempt.code, reason: attempt.message } as const;
  for await (const version of earlierVersions(s3, config.inboxBucket, upload)) {
    const earlier = await articlesOf(deps, version);
    if (earlier instanceof RejectedUploadError) continue;
    return { ...rejected, articles: earlier.articles, articlesFrom: version.lastModified };
  }
  return { ...rejected, articles: [], articlesFrom: upload.lastModified };
}

async function articlesOf(
  deps: IngestDependencies,
  upload: Upload,
): Promise<ReadArticles | RejectedUploadError> {
  if (!upload.bytes) {
    const megabytes = (size: number) => `${Math.ceil(size / 1_048_576)} MB`;
    return new RejectedUploadError(
      'too-large',
      `The file has ${megabytes(upload.size)}; at most ${megabytes(maxUploadBytes)} can be read. Split it, or upload its images beside it instead of inside it.`,
    );
  }
  // Deletions and pictures don't wait for the parsers to load, which are as much code as all the rest.
  const { readArticles } = await import('./read-articles.ts');
  try {
    return await readArticles(deps, { ...upload, bytes: upload.bytes });
  } catch (error) {
    if (error instanceof RejectedUploadError) return error;
    throw error;
  }
}

/** Stores a picture, sound or film; undefined when the upload is a document. */
async function takeMedia(
  deps: IngestDependencies,
  key: string,
  bytes: Uint8Array,
): Promise<UploadedMedia | undefined> {
  const media = recognizeMedia(key, bytes);
  if (!media) return undefined;
  const name = mediaName(bytes, extensionOf(key));
  await storeMedia(deps, name, bytes, media.type);
  return { name, ...media };
}
