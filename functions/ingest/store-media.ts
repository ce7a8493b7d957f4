import { PutObjectCommand } from '@aws-sdk/client-s3';
import { mediaKey } from '../../shared/resources/object-keys.ts';
import type { IngestDependencies } from './dependencies.ts';

/** Puts a media file into the store, under a name made from its content. */
export async function storeMedia(
  { s3, config }: IngestDependencies,
  name: string,
  bytes: Uint8Array,
  type: string,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({ Bucket: config.storeBucket, Key: mediaKey(name), Body: bytes, ContentType: type }),
  );
}
