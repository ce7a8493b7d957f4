import { dynamoDbError } from '../service-error.ts';
import { SortedMap } from '../sorted-map.ts';
import { frozenCopy, type Item, itemSize } from './attribute-values.ts';
import { invalid } from './expression-context.ts';

const maxItemBytes = 400 * 1024;

/** An item with the size it counts for. */
export interface StoredItem {
  item: Item;
  bytes: number;
}

/** One table with a string partition key and a string sort key: a sorted list of items for each partition. */
export class TableModel {
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly #partitions = new Map<string, SortedMap<StoredItem>>();
  readonly #made: { prefix: string; make: (pk: string, sk: string) => Item | undefined }[] = [];

  constructor(partitionKey = 'pk', sortKey = 'sk') {
    this.partitionKey = partitionKey;
    this.sortKey = sortKey;
  }

  /** Key of an item or of a `Key`. @throws ValidationException when a key attribute is no string or empty */
  keyOf(item: Item | undefined): { pk: string; sk: string } {
    const pk = item?.[this.partitionKey]?.S;
    const sk = item?.[this.sortKey]?.S;
    if (!pk || !sk) {
      throw invalid(
        'One or more parameter values were invalid: The provided key element does not match the schema',
      );
    }
    return { pk, sk };
  }

  /** Checks a `Key`, which may hold nothing but the key. */
  exactKey(key: Item | undefined): { pk: string; sk: string } {
    if (Object.keys(key ?? {}).length !== 2)
      throw invalid('The provided key element does not match the schema');
    return this.keyOf(key);
  }

  partition(pk: string): SortedMap<StoredItem> | undefined {
    return this.#partitions.get(pk);
  }

  get(pk: string, sk: string): Item | undefined {
    const stored = this.#partitions.get(pk)?.get(sk);
    if (stored) return stored.item;
    const source = this.#made.find(({ prefix }) => pk.startsWith(prefix));
    return source && !this.#partitions.has(pk) ? source.make(pk, sk) : undefined;
  }

  /** @throws ValidationException when the item is larger than 400 KB or holds an empty key */
  put(item: Item): void {
    const { pk, sk } = this.keyOf(item);
    const bytes = itemSize(item);
    if (bytes > maxItemBytes)
      throw dynamoDbError('ValidationException', 'Item size has exceeded the maximum allowed size');
    let partition = this.#partitions.get(pk);
    if (!partition) {
      partition = new SortedMap();
      this.#partitions.set(pk, partition);
    }
    partition.set(sk, { item: frozenCopy(item), bytes });
  }

  delete(pk: string, sk: string): void {
    const partition = this.#partitions.get(pk);
    partition?.delete(sk);
    // A made item would come back if its partition were forgotten.
    if (partition?.size === 0 && !this.#made.some(({ prefix }) => pk.startsWith(prefix))) {
      this.#partitions.delete(pk);
    }
  }

  /** Every item: partitions in order of their keys, items in order of their sort keys. */
  *items(): Generator<StoredItem & { pk: string; sk: string }> {
    for (const pk of [...this.#partitions.keys()].sort()) {
      const partition = this.#partitions.get(pk);
      for (const sk of [...(partition?.keys ?? [])]) {
        const stored = partition?.get(sk);
        if (stored) yield { ...stored, pk, sk };
      }
    }
  }

  /** Fills one partition with items that are made when they are read. @param sortKeys in UTF-8 order */
  fillPartition(pk: string, sortKeys: Iterable<string>, make: (sk: string) => Item): void {
    const partition = new SortedMap<StoredItem>();
    partition.fill(sortKeys, (sk) => {
      const item = make(sk);
      return { item, bytes: itemSize(item) };
    });
    this.#partitions.set(pk, partition);
  }

  /** Single items under partitions that begin with `prefix`, made when they are read, for tables of millions. */
  makeItems(prefix: string, make: (pk: string, sk: string) => Item | undefined): void {
    this.#made.push({ prefix, make });
  }
}
