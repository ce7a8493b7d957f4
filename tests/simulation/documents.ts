/** What an editor writes into one file. */
export interface DocumentSpec {
  /** A word that stands in this document's title and text, and nowhere else: `mk0007`. */
  marker: string;
  /** Files that can't become an article: one is empty, the other states a date that is none. */
  fault?: 'empty' | 'bad-date';
  id?: string;
  tags: string[];
  section?: string;
  author?: string;
  language: string;
  /** ISO 8601 UTC, whole seconds. */
  date?: string;
  updated?: string;
  embargo?: string;
  draft: boolean;
  withheld: boolean;
  canceled: boolean;
}

/** The file as it is uploaded: Markdown with front matter in JSON. */
export function fileOf(spec: DocumentSpec): string {
  if (spec.fault === 'empty') return ' \n ';
  const { marker, id, tags, section, author, language, date, updated, embargo, draft } = spec;
  const status = spec.canceled ? 'canceled' : spec.withheld ? 'withheld' : undefined;
  const fields = {
    id,
    title: `Story ${marker}`,
    tags,
    section,
    author,
    language,
    date,
    updated,
    embargo,
    draft,
    status,
  };
  if (spec.fault) fields.date = 'the day after tomorrow';
  return `---json\n${JSON.stringify(fields)}\n---\nText of ${marker}.\n`;
}

/** When a document may be shown: undefined when it never may, `''` when at once, else ISO 8601 UTC. */
export function dueOf({ draft, withheld, canceled, date, embargo }: DocumentSpec): string | undefined {
  if (draft || withheld || canceled) return undefined;
  return [date ?? '', embargo ?? ''].sort()[1];
}

/** One thing that an editor does. */
export type Edit = {
  /** Milliseconds after the edit before it. */
  after: number;
  key: string;
} & ({ action: 'put'; spec: DocumentSpec } | { action: 'delete' });
