import type { ObjectEvent } from './event-message.ts';

/** A write or a deletion of an object, as it now stands in the bucket. */
export interface ObjectChange {
  bucket: string;
  /** As it is, not encoded. */
  key: string;
  deleted: boolean;
  /** Milliseconds since the epoch, by the server's clock; the time of the change's event. */
  time: number;
}

export type ChangeListener = (change: ObjectChange) => void;

/**
 * Those who are told of changes in this process. They are called between the commit and the acknowledgement, in the
 * order of the changes, so whoever has seen a write acknowledged can rely on their knowing of it. They must not throw.
 */
export class ChangeListeners {
  readonly #listeners = new Set<ChangeListener>();

  /** @returns a function that ends it */
  add(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Passes an event on, unless it is about tags only. */
  tell({ name, bucket, key, time }: ObjectEvent): void {
    if (name.startsWith('ObjectTagging')) return;
    const change = { bucket, key, deleted: name.startsWith('ObjectRemoved'), time };
    for (const listener of this.#listeners) listener(change);
  }
}
