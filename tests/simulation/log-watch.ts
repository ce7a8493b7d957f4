import { type ChangePage, type ChangeRecord, changePageSchema } from '../../shared/changes/change-page.ts';
import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import type { S3Model } from '../helpers/models/s3/s3-model.ts';
import type { CatalogWatch } from './catalog-watch.ts';
import { names } from './pipeline.ts';
import { SiteSnapshot } from './site-snapshot.ts';

/** Looks at every write of the change log, before it is carried out and after. */
export class LogWatch {
  readonly violations: string[] = [];
  readonly #s3: S3Model;
  readonly #catalog: CatalogWatch;
  #head: ChangePage | undefined;

  constructor(s3: S3Model, catalog: CatalogWatch) {
    this.#s3 = s3;
    this.#catalog = catalog;
  }

  /** A page that is sealed is never written again, unless to the same bytes. Call before the write. */
  before(key: string, body: string): void {
    if (siteKeyOf(key).kind !== 'changes' || key === 'changes.json') return;
    const there = this.#read(key);
    if (there !== undefined && there !== body) this.violations.push(`${key} was sealed and has changed`);
  }

  /** The head only ever grows, or goes on to the next page. Call after the write. */
  after(key: string, body: string): void {
    if (key !== 'changes.json') return;
    const head = changePageSchema.parse(JSON.parse(body));
    const known = this.#head;
    const last = known?.records.at(-1)?.sequence;
    const first = head.records[0]?.sequence;
    let added: ChangeRecord[] = head.records;
    if (known && head.page === known.page) {
      const kept = head.records.slice(0, known.records.length);
      if (!equal(kept, known.records)) this.violations.push(`${key} has lost or changed records`);
      added = head.records.slice(known.records.length);
    } else if (known) {
      if (head.page !== known.page + 1)
        this.violations.push(`${key} goes from ${known.page} to ${head.page}`);
      if (first !== (last ?? 0) + 1) this.violations.push(`${key} goes from ${last} to ${first}`);
      const sealed = this.#read(known.url.slice(1));
      if (sealed === undefined) this.violations.push(`${key} goes on before ${known.url} is there`);
      else if (!equal(JSON.parse(sealed).records, known.records))
        this.violations.push(`${known.url} is not what it was before it was sealed`);
    }
    this.#head = head;
    this.#checkShown(added);
  }

  /** A change is told once the feeds show it, unless there is a newer one already. */
  #checkShown(added: ChangeRecord[]): void {
    const newest = added.filter(
      ({ id, version }) => this.#catalog.changes.get(id)?.at(-1)?.version === version,
    );
    if (newest.length === 0) return;
    const documents = new SiteSnapshot(this.#s3, names.site, /(^|\/)feed\.json$/).documents;
    for (const { id, kind, feeds, sequence } of newest) {
      for (const feed of feeds) {
        const folder = feed === 'all' ? '' : `${feed}/`;
        const shown = [...documents].some(
          ([key, text]) =>
            /^(archive\/[^/]+\/)?feed\.json$/.test(key.slice(folder.length)) &&
            key.startsWith(folder) &&
            text.includes(`"id":"urn:uuid:${id}","url"`) &&
            items(text).includes(id),
        );
        if (shown !== (kind !== 'withdrawn'))
          this.violations.push(`the log tells in ${sequence} what ${feed} does not show`);
      }
    }
  }

  #read(key: string): string | undefined {
    const bytes = this.#s3.bucket(names.site).newest(key)?.bytes;
    return bytes && Buffer.from(bytes).toString();
  }
}

const items = (text: string): string[] =>
  (JSON.parse(text) as { items: { id: string }[] }).items.map(({ id }) => id.replace('urn:uuid:', ''));
const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
