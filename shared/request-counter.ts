/** Stands before the rest of the SDK's way to the network. */
type Middleware = <Request, Answer>(
  next: (request: Request) => Promise<Answer>,
) => (request: Request) => Promise<Answer>;

/** An AWS client whose requests can be counted. */
interface Countable {
  middlewareStack: {
    add(middleware: Middleware, options: { step: 'finalizeRequest'; priority: 'low'; name: string }): void;
  };
}

/** Counts the requests of AWS clients, retries included. */
export class RequestCounter {
  #requests = 0;

  constructor(clients: readonly Countable[]) {
    for (const client of clients) this.add(client);
  }

  add({ middlewareStack }: Countable): void {
    middlewareStack.add(
      (next) => (request) => {
        this.#requests += 1;
        return next(request);
      },
      // Behind the SDK's retries, so that each attempt passes here.
      { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
    );
  }

  /** How many there were since the last call. */
  take(): number {
    const requests = this.#requests;
    this.#requests = 0;
    return requests;
  }
}
