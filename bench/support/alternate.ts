/** CPU time of one round, in milliseconds: what other programs do on the machine hardly shows in it. */
export interface CpuTimes {
  /** Of the best round. */
  best: number;
  median: number;
}

/**
 * Runs several kinds of work by turns, so that whatever slows the machine slows all of them, and measures the CPU time
 * of each call. The first rounds, in which code is compiled, don't count.
 */
export async function alternate<K extends string>(
  work: Record<K, () => unknown>,
  { warmUps, rounds }: { warmUps: number; rounds: number },
): Promise<Record<K, CpuTimes>> {
  const names = Object.keys(work) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      const before = process.cpuUsage();
      await work[name]();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times.get(name)?.push((user + system) / 1000);
    }
  }
  return Object.fromEntries(names.map((name) => [name, timesOf(times.get(name) ?? [])])) as Record<
    K,
    CpuTimes
  >;
}

function timesOf(times: number[]): CpuTimes {
  return { best: Math.min(...times), median: quantile(times, 0.5) };
}

/** The value that this share of all values stays at or below. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
