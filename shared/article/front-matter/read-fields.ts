import { RejectedUploadError } from '../../errors.ts';
import { cleanLine } from '../clean-characters.ts';
import { parseDate } from '../dates.ts';
import { authorsOf } from '../derive/authors.ts';
import type { Found, ParsedDocument } from '../parsed-document.ts';
import { fieldNames } from './field-names.ts';

/** Fields as a document states them: of front matter, or of the head of a text. */
export type Fields = Map<string, unknown>;

/** What a document states about itself. */
export type StatedFields = Partial<Omit<ParsedDocument, 'format' | 'html' | 'baseUrl'>>;

/** A value of a field, and the field's name as the document writes it. */
interface Entry {
  name: string;
  value: unknown;
}

/**
 * Reads fields under the names that people give them.
 * @param source what they stand in, for provenance and messages: `front matter`
 * @throws RejectedUploadError `front-matter-invalid`, naming the field and what it should look like
 */
export function readFields(fields: Fields, source: string, timeZone: string): StatedFields {
  return new FieldReader(fields, source, timeZone).read();
}

class FieldReader {
  readonly #entries = new Map<string, Entry>();
  readonly #source: string;
  readonly #timeZone: string;

  constructor(fields: Fields, source: string, timeZone: string) {
    this.#source = source;
    this.#timeZone = timeZone;
    for (const [name, value] of fields) {
      if (value === null || value === undefined || value === '') continue;
      this.#entries.set(name.toLowerCase().replace(/[-_ ]/g, ''), { name, value });
    }
  }

  read(): StatedFields {
    const stated: StatedFields = {
      statedId: this.#text(fieldNames.statedId),
      slug: this.#text(fieldNames.slug),
      title: this.#text(fieldNames.title),
      summary: this.#text(fieldNames.summary),
      authors: this.#authors(),
      section: this.#text(fieldNames.section),
      tags: this.#tags(),
      language: this.#text(fieldNames.language),
      published: this.#date(fieldNames.published),
      updated: this.#date(fieldNames.updated),
      embargo: this.#date(fieldNames.embargo),
      draft: this.#draft(),
      status: this.#status(),
      canonicalUrl: this.#url(),
      image: this.#image(),
    };
    return Object.fromEntries(Object.entries(stated).filter(([, found]) => found !== undefined));
  }

  #first(wanted: readonly string[], accepts: (value: unknown) => boolean = () => true): Entry | undefined {
    for (const name of wanted) {
      const entry = this.#entries.get(name);
      if (entry && accepts(entry.value)) return entry;
    }
    return undefined;
  }

  #found<T>(entry: Entry, value: T): Found<T> {
    return { value, from: `${this.#source}: ${entry.name}` };
  }

  #reject({ name, value }: Entry, expected: string): never {
    throw new RejectedUploadError(
      'front-matter-invalid',
      `The ${this.#source} has "${name}: ${cleanLine(shown(value)).slice(0, 80)}", which is not ${expected}. Mend it and upload again.`,
    );
  }

  #text(wanted: readonly string[]): Found<string> | undefined {
    const entry = this.#first(wanted);
    if (!entry) return undefined;
    const text = scalar(entry.value);
    if (text === undefined) return this.#reject(entry, 'text');
    const line = cleanLine(text);
    return line === '' ? undefined : this.#found(entry, line);
  }

  /** `published: false` of Jekyll is no date. */
  #date(wanted: readonly string[]): Found<string> | undefined {
    const entry = this.#first(wanted, (value) => typeof value !== 'boolean');
    if (!entry) return undefined;
    const text = entry.value instanceof Date ? entry.value.toISOString() : scalar(entry.value);
    const date = text === undefined ? undefined : parseDate(text, this.#timeZone);
    if (date === undefined) {
      return this.#reject(entry, 'a date such as 2026-01-31 or 2026-01-31T08:00:00+01:00');
    }
    return this.#found(entry, date);
  }

  #authors(): ParsedDocument['authors'] {
    const entry = this.#first(fieldNames.authors);
    if (!entry) return undefined;
    const authors = authorsOf(entry.value);
    if (authors === undefined) return this.#reject(entry, 'a name or a list of names');
    return authors.length > 0 ? this.#found(entry, authors) : undefined;
  }

  #tags(): Found<string[]> | undefined {
    const entries = fieldNames.tags.flatMap((name) => this.#entries.get(name) ?? []);
    const [first] = entries;
    if (!first) return undefined;
    const tags = entries.flatMap((entry) => {
      const list = Array.isArray(entry.value) ? entry.value : (scalar(entry.value) ?? '').split(/[,;]/);
      return list
        .map((tag) => cleanLine(scalar(tag) ?? this.#reject(entry, 'a list of words')))
        .filter(Boolean);
    });
    return tags.length > 0
      ? { value: tags, from: `${this.#source}: ${entries.map(({ name }) => name).join(', ')}` }
      : undefined;
  }

  #draft(): Found<boolean> | undefined {
    const draft = this.#first(['draft', 'isdraft']);
    if (draft) {
      const word = String(scalar(draft.value)).toLowerCase();
      if (['true', 'yes', '1', 'on'].includes(word)) return this.#found(draft, true);
      if (['false', 'no', '0', 'off'].includes(word)) return this.#found(draft, false);
      return this.#reject(draft, 'true or false');
    }
    const published = this.#first(['published'], (value) => typeof value === 'boolean');
    if (published) return this.#found(published, published.value === false);
    const status = this.#first(['status']);
    return status && /^draft$/i.test(String(status.value)) ? this.#found(status, true) : undefined;
  }

  #status(): ParsedDocument['status'] {
    const entry = this.#first(['pubstatus', 'status']);
    const word = entry && String(scalar(entry.value)).toLowerCase();
    if (!entry || (word !== 'usable' && word !== 'withheld' && word !== 'canceled')) return undefined;
    return this.#found(entry, word);
  }

  /** Hugo and Jekyll use `url` for a path on the own site: only a whole address counts there. */
  #url(): Found<string> | undefined {
    const entry = this.#first(fieldNames.canonicalUrl);
    if (!entry) return undefined;
    const url = URL.parse(String(scalar(entry.value)));
    if (url?.protocol === 'https:' || url?.protocol === 'http:') return this.#found(entry, url.href);
    return /^canonical/i.test(entry.name)
      ? this.#reject(entry, 'a whole address such as https://example.org/story')
      : undefined;
  }

  #image(): ParsedDocument['image'] {
    const entry = this.#first(fieldNames.image);
    if (!entry) return undefined;
    const value: unknown = Array.isArray(entry.value) ? entry.value[0] : entry.value;
    if (typeof value === 'string') return this.#found(entry, { url: value.trim() });
    if (typeof value !== 'object' || value === null) return undefined;
    const members = new Map<string, unknown>(Object.entries(value));
    const url = ['url', 'src', 'path', 'image', 'file']
      .map((name) => members.get(name))
      .find((url) => typeof url === 'string');
    const alt = ['alt', 'caption', 'title']
      .map((name) => members.get(name))
      .find((text) => typeof text === 'string');
    return typeof url === 'string'
      ? this.#found(entry, { url, alt: typeof alt === 'string' ? alt : undefined })
      : undefined;
  }
}

function scalar(value: unknown): string | undefined {
  return typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint'
    ? String(value)
    : undefined;
}

function shown(value: unknown): string {
  if (value instanceof Date) return 'an impossible date';
  try {
    return scalar(value) ?? JSON.stringify(value) ?? '';
  } catch {
    return 'a value inside itself';
  }
}
