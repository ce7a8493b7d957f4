import { jest } from '@jest/globals';

/** One line of CloudWatch's embedded metric format, as its specification describes it. */
export interface EmfLine extends Record<string, unknown> {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: {
      Namespace: string;
      Dimensions: string[][];
      Metrics: { Name: string; Unit: string }[];
    }[];
  };
}

/** Collects what the work prints to standard output. */
export async function printedBy(work: () => unknown): Promise<EmfLine[]> {
  const printed: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return printed
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EmfLine);
}
