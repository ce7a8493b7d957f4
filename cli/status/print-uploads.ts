import { coloured, visible } from '../terminal.ts';
import type { UploadStatus } from './describe-upload.ts';

/** How the states of uploads look on a terminal. */
export const stateColours = {
  accepted: 'green',
  rejected: 'red',
  waiting: 'yellow',
  working: 'yellow',
  deleted: 'dim',
  unknown: 'red',
} as const satisfies Record<UploadStatus['state'], string>;

/** What became of uploads, for people: a line each, a further one for each article, and one with the sums. */
export function uploadsAsText(uploads: readonly UploadStatus[]): string {
  const lines = uploads.flatMap((upload) => [
    headline(upload),
    ...details(upload).map((line) => `  ${line}`),
  ]);
  return `${[...lines, summary(uploads)].join('\n')}\n`;
}

function headline({ state, key }: UploadStatus): string {
  return `${coloured(stateColours[state], state.padEnd(8))}  ${visible(key)}`;
}

/** Lines below the one that names the upload: why it was rejected or what of it was left out, where its articles are. */
export function details({ state, code, reason, articles, media }: UploadStatus): string[] {
  const lines: string[] = [];
  if (state === 'unknown')
    lines.push('Neither inbox nor catalog knows this key; "dropwire status" lists those that there are.');
  if (state === 'rejected') lines.push(`${reason ?? ''} (${code ?? ''})`);
  else if (reason !== undefined) lines.push(visible(reason));
  if (media) lines.push(`${media.url}`);
  for (const article of articles) {
    const { state: became, title, url, due } = article;
    const what = [became, due, title && visible(title)].filter(Boolean).join('  ');
    lines.push(url ? `${what}  ${url}` : what);
  }
  return lines;
}

function summary(uploads: readonly UploadStatus[]): string {
  const counts = new Map<string, number>();
  for (const { state } of uploads) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  return `${uploads.length} ${uploads.length === 1 ? 'upload' : 'uploads'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
}
