import { type DocumentSpec, dueOf, type Edit } from './documents.ts';

/** One state that an upload had. */
export interface UploadState {
  /** Milliseconds since the epoch. */
  time: number;
  /** Absent: it was deleted. */
  spec: DocumentSpec | undefined;
}

/** Everything that editors did, by upload key, oldest first. */
export class UploadHistory {
  readonly states = new Map<string, UploadState[]>();
  readonly #documents = new Map<string, DocumentSpec>();

  note(edit: Edit, time: number): void {
    const spec = edit.action === 'put' ? edit.spec : undefined;
    const earlier = this.states.get(edit.key) ?? [];
    this.states.set(edit.key, [...earlier, { time, spec }]);
    if (spec) this.#documents.set(spec.marker, spec);
  }

  /** Whether a document, known by its marker, may be seen at a time. */
  isPublic(marker: string, now: number): boolean {
    const spec = this.#documents.get(marker);
    const due = spec && dueOf(spec);
    return due !== undefined && due <= new Date(now).toISOString();
  }
}
