import type { SubscribeToChanges } from './edge/site-cache.ts';
import type { Servers } from './servers.ts';

/**
 * What spares the edge from asking S3 at every request whether its copies still hold.
 * @returns undefined where S3 is somebody else's and tells nothing
 */
export function changesOf(
  { onObjectChange }: Pick<Servers, 'onObjectChange'>,
  bucket: string,
): SubscribeToChanges | undefined {
  if (!onObjectChange) return undefined;
  return (listener) =>
    onObjectChange((change) => {
      if (change.bucket === bucket) listener(change.key);
    });
}
