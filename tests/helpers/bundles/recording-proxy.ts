import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it went over the wire. */
export interface RecordedRequest {
  method: string;
  /** With its query. */
  path: string;
  /** The operation that a JSON protocol names in `x-amz-target`, such as `AmazonSQS.SendMessage`. */
  target: string | undefined;
  body: string;
}

/** Stands between an AWS client and a service, and notes every request. The client signs for this address. */
export class RecordingProxy {
  readonly requests: RecordedRequest[] = [];
  readonly #server: Server;

  private constructor(answer: (asked: IncomingMessage, body: Buffer, response: ServerResponse) => void) {
    this.#server = createServer(async (asked, response) => {
      const parts: Buffer[] = [];
      for await (const part of asked) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const { method = '', url = '', headers } = asked;
      const target = headers['x-amz-target'];
      this.requests.push({ method, path: url, target: target?.toString(), body: body.toString('utf8') });
      answer(asked, body, response);
    });
  }

  /** @param endpoint where requests go on to; without one, each gets this answer */
  static async start(endpoint: string | { status: number; body: string }): Promise<RecordingProxy> {
    const proxy = new RecordingProxy((asked, body, response) => {
      if (typeof endpoint === 'string') passOn(endpoint, asked, body, response);
      else response.writeHead(endpoint.status, { 'content-type': 'text/xml' }).end(endpoint.body);
    });
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function passOn(endpoint: string, asked: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { method, url, headers } = asked;
  const onward = request(endpoint + (url ?? ''), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', (error) => response.writeHead(502).end(String(error)));
  onward.end(body);
}
