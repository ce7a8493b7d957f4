import { details, stateColours } from '../status/print-uploads.ts';
import { coloured, visible } from '../terminal.ts';
import type { PushResult, PushSums } from './push-sources.ts';

const actionWords: Record<PushResult['action'], string> = {
  uploaded: 'uploaded',
  unchanged: 'the same',
  kept: 'kept',
  deleted: 'deleted',
  failed: 'failed',
  'would-upload': 'would go',
  'would-delete': 'would be deleted',
};

/** One file for people; nothing for one that was there already and was accepted. */
export function resultAsText(result: PushResult): string | undefined {
  const { action, state, file, key, articles = [], reason = '', pending } = result;
  if (!pending && action === 'unchanged' && (state === undefined || state === 'accepted')) return undefined;
  const name = visible(file ?? key);
  if (action === 'failed') return `${coloured('red', 'failed')}    ${name}: ${visible(reason)}`;
  if (action === 'kept') {
    return `${coloured('yellow', 'kept')}      ${name} (${visible(key)} was edited since; --overwrite replaces it)`;
  }
  const word = (state ?? actionWords[action]).padEnd(8);
  const headline = `${state ? coloured(stateColours[state], word) : word}  ${name}${file === undefined || file === key ? '' : ` -> ${visible(key)}`}`;
  if (state === undefined) return headline;
  const status = { ...result, key, state, articles };
  const more = details(status);
  if (pending) {
    const soFar = state === 'accepted' ? 'not on the site yet' : 'not dealt with yet';
    more.push(`${soFar}; "dropwire status" tells more`);
  }
  return [headline, ...more.map((line) => `  ${line}`)].join('\n');
}

/** What became of all files, in a sentence. */
export function sumsAsText(sums: PushSums, dryRun = false): string {
  const words: [keyof PushSums, string][] = [
    ['uploaded', dryRun ? 'to upload' : 'uploaded'],
    ['unchanged', 'unchanged'],
    ['kept', 'kept as edited'],
    ['deleted', dryRun ? 'to delete' : 'deleted'],
    ['rejected', 'rejected'],
    ['waiting', 'not dealt with yet'],
    ['failed', 'failed'],
    ['left', 'not begun'],
  ];
  const parts = words
    .filter(([name]) => sums[name] > 0 || name === 'uploaded')
    .map(([name, word]) => `${sums[name]} ${word}`);
  return `${parts.join(', ')}.`;
}
