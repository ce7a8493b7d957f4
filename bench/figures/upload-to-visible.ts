import type { Figure } from '../figure.ts';
import { ratio } from '../figure.ts';
import { quantile } from '../support/alternate.ts';
import { runWorker } from '../support/child.ts';

export const uploadToVisible: Figure = {
  name: 'upload-to-visible',
  title: 'upload to visible in the head, local stack, idle',
  alternative: "the batching window plus the embedded servers' own calls",
  async run({ quick, progress }) {
    const samples = quick ? 10 : 40;
    progress(`${samples} uploads, one after the other`);
    const args = [String(samples)];
    const times = await runWorker<{ ours: number[]; alternative: number[] }>('local-latency.ts', { args });
    return [0.5, 0.99].map((share) =>
      ratio(
        `p${share * 100}`,
        'ms',
        { ours: quantile(times.ours, share), alternative: quantile(times.alternative, share) },
        { goal: { atMost: 1.5 }, note: `of ${samples}, by the clock` },
      ),
    );
  },
};
