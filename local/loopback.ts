import { createServer } from 'node:net';

/** The only address that servers of the local run listen on: nothing is reachable from other machines. */
export const loopback = '127.0.0.1';

/** Whether a server could listen there now. */
export function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * A port that is free now: the first of the preferred ones that is, else any.
 * Somebody else may still take it before it is used; callers report that as they would any other start failure.
 */
export async function freePort(host: string, ...preferred: (number | undefined)[]): Promise<number> {
  for (const port of preferred) {
    if (port !== undefined && port > 0 && port < 65_536 && (await isPortFree(host, port))) return port;
  }
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port: 0 }, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
