import { Agent, get, type IncomingHttpHeaders } from 'node:http';
import { inParallel } from '../../shared/in-parallel.ts';
import type { Figure, Row } from '../figure.ts';
import { ratio } from '../figure.ts';
import { quantile } from '../support/alternate.ts';
import { type StandingWorker, startWorker } from '../support/child.ts';

interface Addresses {
  ours: string;
  alternative: string;
  bytes: number;
}

const atOnce = 16;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
}

function ask(agent: Agent, url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
      response.resume();
    }).once('error', reject);
  });
}

/** Requests per second of the server's own CPU time. @throws Error when an answer has another status */
async function rate(
  worker: StandingWorker<Addresses>,
  url: string,
  headers: Record<string, string>,
  { requests, status }: { requests: number; status: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const before = await worker.cpuMs();
  await inParallel(atOnce, Array.from({ length: requests }), async () => {
    const answer = await ask(agent, url, headers);
    if (answer.status !== status) throw new Error(`${url} answered ${answer.status} instead of ${status}.`);
  });
  const milliseconds = (await worker.cpuMs()) - before;
  agent.destroy();
  return requests / (milliseconds / 1000);
}

async function compare(
  worker: StandingWorker<Addresses>,
  conditional: boolean,
  rounds: number,
): Promise<{ ours: number; alternative: number }> {
  const rates = { ours: [] as number[], alternative: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    for (const name of ['ours', 'alternative'] as const) {
      const url = worker.ready[name];
      const agent = new Agent();
      const { etag = '' } = (await ask(agent, url, {})).headers;
      agent.destroy();
      const headers: Record<string, string> = conditional ? { 'if-none-match': etag } : {};
      const value = await rate(worker, url, headers, { requests: 1500, status: conditional ? 304 : 200 });
      if (round >= 0) rates[name].push(value);
    }
  }
  return { ours: quantile(rates.ours, 0.5), alternative: quantile(rates.alternative, 0.5) };
}

export const edge: Figure = {
  name: 'edge',
  title: 'the local edge on a head: requests per second of CPU time',
  alternative: 'a node http handler of the same bytes',
  async run({ quick, progress }) {
    const worker = await startWorker<Addresses>('edge.ts');
    const rounds = quick ? 3 : 9;
    const goal = { atLeast: 0.5 };
    try {
      const rows: Row[] = [];
      for (const [what, conditional] of [
        ['plain', false],
        ['304', true],
      ] as const) {
        progress(what);
        const values = await compare(worker, conditional, rounds);
        const note = `a feed.json of ${Math.round(worker.ready.bytes / 1000)} KB, ${atOnce} connections`;
        rows.push(ratio(what, 'a second', values, { goal, note }));
      }
      return rows;
    } finally {
      worker.stop();
    }
  },
};
