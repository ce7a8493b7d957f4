const timeoutMs = 5000;

/** Reads a document over HTTP, as feed readers do; undefined when it is missing or can't be had just now. */
export async function readDocument(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(address, {
      headers: { 'user-agent': 'dropwire-canary' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    return answer.status === 200 ? text : undefined;
  } catch {
    // Whatever it was, the canary looks again; if it lasts, that is what it reports.
    return undefined;
  }
}
