/** Order of UTF-8 bytes, which is how S3 lists keys and DynamoDB sorts strings; differs from `<` above U+D7FF. */
export function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  // A surrogate stands for a code point above U+FFFF, so it sorts after the units U+E000 to U+FFFF.
  if (left >= 0xd800 && right >= 0xd800) {
    const [surrogateLeft, surrogateRight] = [left < 0xe000, right < 0xe000];
    if (surrogateLeft !== surrogateRight) return surrogateLeft ? 1 : -1;
  }
  return left - right;
}

/**
 * Strings in UTF-8 order with a value each: O(log n) to find, one memory move to insert.
 * A bulk of keys may come without values; those are made when they are first asked for.
 */
export class SortedMap<V> {
  readonly keys: string[] = [];
  readonly #values = new Map<string, V>();
  #make: ((key: string) => V) | undefined;

  get size(): number {
    return this.keys.length;
  }

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value !== undefined || this.#make === undefined) return value;
    return this.keys[this.lowerBound(key)] === key ? this.#make(key) : undefined;
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) {
      const at = this.lowerBound(key);
      if (this.keys[at] !== key) this.keys.splice(at, 0, key);
    }
    this.#values.set(key, value);
  }

  delete(key: string): void {
    const at = this.lowerBound(key);
    if (this.keys[at] === key) this.keys.splice(at, 1);
    this.#values.delete(key);
  }

  /** Fills an empty map. @param keys in UTF-8 order @param make gives the value of any of them */
  fill(keys: Iterable<string>, make: (key: string) => V): void {
    if (this.keys.length > 0) throw new RangeError('Only an empty map can be filled.');
    for (const key of keys) this.keys.push(key);
    this.#make = make;
  }

  /** Index of the first key that is not less than `key`. */
  lowerBound(key: string): number {
    return this.#bound((candidate) => compareUtf8(candidate, key) < 0);
  }

  /** Index of the first key that is greater than `key`. */
  upperBound(key: string): number {
    return this.#bound((candidate) => compareUtf8(candidate, key) <= 0);
  }

  /** Indices `[from, to)` of the keys that begin with `prefix`. */
  rangeOf(prefix: string): [number, number] {
    const from = this.lowerBound(prefix);
    const to = this.#bound((key) => key.startsWith(prefix) || compareUtf8(key, prefix) < 0);
    return [from, to];
  }

  #bound(isBefore: (key: string) => boolean): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.keys[middle] as string)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
