import type { ProgressReport } from './progress.ts';

/** One line for a person: what came in, what it became and how long that took. */
export function progressLine(report: ProgressReport): string {
  const took = `${(report.milliseconds / 1000).toFixed(1)} s`;
  const key = printable(report.key);
  switch (report.kind) {
    case 'published':
      return `+ ${key} -> "${printable(report.title)}" ${report.url} ${took}`;
    case 'updated':
      return `~ ${key} -> "${printable(report.title)}" ${report.url} ${took}`;
    case 'unchanged':
      return `= ${key} unchanged ${took}`;
    case 'stored':
      return `+ ${key} stored, for articles to show ${took}`;
    case 'withdrawn':
      return `- ${key} withdrawn ${took}`;
    case 'scheduled':
      return `. ${key} -> "${printable(report.title)}" appears at ${report.due} ${took}`;
    case 'withheld':
      return `. ${key} -> "${printable(report.title)}" is kept back: a draft, or withheld ${took}`;
    case 'rejected':
      return `! ${key} rejected (${report.code}): ${printable(report.reason)} ${took}`;
    case 'failed':
      return `? ${key} failed, attempt ${report.attempt} of ${report.attempts}: ${printable(report.reason)} ${took}`;
  }
}

/** Text without characters that would steer a terminal: keys and titles come from anywhere. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
}
