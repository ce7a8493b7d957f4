import type { ProgressReport } from '../progress.ts';

/** An outcome as the page says it. */
export interface OutcomeWords {
  /** One or two words. */
  label: string;
  /** The rest of the sentence; empty where the label says it all. */
  detail: string;
  /** An article that can be read now. */
  link?: { title: string; url: string };
  /** Nothing more will happen to this version of the upload by itself. */
  final: boolean;
}

/** Says in English what became of an upload. */
export function outcomeWords(report: ProgressReport): OutcomeWords {
  const words = (label: string, detail = '') => ({ label, detail, final: true });
  switch (report.kind) {
    case 'published':
    case 'updated': {
      const { title, url } = report;
      return { ...words(report.kind === 'published' ? 'Live' : 'Updated'), link: { title, url } };
    }
    case 'unchanged':
      return words('Unchanged', 'The article is the same as before.');
    case 'stored':
      return words('Stored', 'Articles in the same folder can show it.');
    case 'withdrawn':
      return words('Withdrawn', 'It is no longer on the site.');
    case 'scheduled':
      return words('Scheduled', `“${report.title}” appears at ${report.due}.`);
    case 'withheld':
      return words('Kept back', `“${report.title}” is a draft, or withheld.`);
    case 'rejected':
      return words('Rejected', `${report.code}: ${report.reason}`);
    case 'failed': {
      const { attempt, attempts, reason } = report;
      return {
        label: 'Failed',
        detail: `Attempt ${attempt} of ${attempts}: ${reason}`,
        final: attempt >= attempts,
      };
    }
  }
}

/** `0.8 s`, `12.4 s`, `3 min`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}
