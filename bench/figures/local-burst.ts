import type { Figure, Row } from '../figure.ts';
import { ratio } from '../figure.ts';
import { runWorker } from '../support/child.ts';

interface Burst {
  articlesPerSecond: number;
  /** After the last was taken in. */
  secondsToRest: number;
  cpuMsPerArticle: number;
  putsPerSecond: number;
  peaks: { first: number; later: number };
  failed: number;
  whole: boolean;
}

export const localBurst: Figure = {
  name: 'local-burst',
  title: 'small Markdown files dropped at once into the folder, local stack',
  alternative: 'conditional puts per second of the embedded DynamoDB server',
  async run({ quick, progress }) {
    const articles = quick ? 1000 : 10_000;
    progress(`${articles} files`);
    const burst = await runWorker<Burst>('local-burst.ts', {
      args: [String(articles)],
      // Deliveries that fail are counted; what the functions say of them would bury the progress.
      env: { POWERTOOLS_LOG_LEVEL: 'CRITICAL' },
    });
    if (!burst.whole) throw new Error('The site does not show what was dropped.');
    const { first, later } = burst.peaks;
    const rows: Row[] = [
      ratio(
        `${articles.toLocaleString('en')} files`,
        'a second',
        { ours: burst.articlesPerSecond, alternative: burst.putsPerSecond },
        {
          goal: { atLeast: 0.25 },
          note: `until the last is on the site; ${burst.cpuMsPerArticle.toFixed(1)} ms of CPU time each, servers included but for DynamoDB; at rest ${burst.secondsToRest.toFixed(0)} s after the last was taken in; ${burst.failed} deliveries failed and were repeated`,
        },
      ),
    ];
    if (articles === 1000) rows.push({ what: 'peak memory', value: first, unit: 'MB' });
    else {
      rows.push(
        ratio(
          'peak memory after the first thousand',
          'MB',
          { ours: later, alternative: first },
          { goal: { atMost: 1.25 }, note: 'beside that of the first thousand' },
        ),
      );
    }
    return rows;
  },
};
