import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import * as z from '../../shared/zod.ts';

/** An event as EventBridge hands it to the targets of a rule. */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** ISO 8601 UTC, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

/** A running event bus: EventBridge's PutEvents over its JSON protocol. Requests are not authenticated. */
export interface EventServer {
  endpoint: string;
  /** Calls back after each event is in the file. @returns a function that ends it */
  onEvent(listener: (event: BusEvent) => void): () => void;
  /** Hands each event on before it is acknowledged; PutEvents fails where that does. @returns a function that ends it */
  addTarget(target: (event: BusEvent) => Promise<void>): () => void;
  close(): Promise<void>;
}

export interface EventServerOptions {
  /** Every event goes into this file, one line of JSON each, before it is acknowledged. */
  file: string;
  host: string;
  /** 0: any free port. */
  port: number;
  region: string;
  accountId: string;
  now(): number;
}

const putEventsSchema = z.object({
  Entries: z
    .array(
      z.object({
        Source: z.string().check(z.minLength(1)),
        DetailType: z.string().check(z.minLength(1)),
        Detail: z.string(),
        EventBusName: z.optional(z.string()),
        /** Seconds since the epoch. */
        Time: z.optional(z.number()),
        Resources: z.optional(z.array(z.string())),
      }),
    )
    .check(z.minLength(1), z.maxLength(10)),
});

const mostRequestBytes = 1024 * 1024;

/** Starts the event bus. @throws Node's listen errors such as EADDRINUSE as they are */
export async function startEventServer(options: EventServerOptions): Promise<EventServer> {
  const listeners = new Set<(event: BusEvent) => void>();
  const targets = new Set<(event: BusEvent) => Promise<void>>();
  let writing: Promise<void> = Promise.resolve();
  const take = async (events: BusEvent[]) => {
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const written = writing.then(() => appendFile(options.file, lines));
    writing = written.catch(() => undefined);
    await written;
    for (const event of events) for (const listener of listeners) listener(event);
    await Promise.all(events.flatMap((event) => [...targets].map((target) => target(event))));
  };
  const server = createServer(async (request, response) => {
    const reply = (status: number, value: unknown) => {
      if (response.destroyed) return;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(value));
    };
    try {
      if (request.headers['x-amz-target'] !== 'AWSEvents.PutEvents') {
        const message = 'This local event bus knows PutEvents only.';
        return reply(400, { __type: 'UnknownOperationException', message });
      }
      const parsed = putEventsSchema.safeParse(JSON.parse(await bodyOf(request)));
      if (!parsed.success) {
        return reply(400, { __type: 'ValidationException', message: z.prettifyError(parsed.error) });
      }
      const events = parsed.data.Entries.map((entry) => busEvent(entry, options));
      await take(events.filter((event) => event !== undefined));
      const Entries = events.map((event) =>
        event
          ? { EventId: event.id }
          : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
      );
      reply(200, { Entries, FailedEntryCount: events.filter((event) => !event).length });
    } catch (error) {
      reply(500, { __type: 'InternalException', message: String(error) });
    }
  });
  await listen(server, options);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    endpoint: `http://${options.host}:${port}`,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    addTarget(target) {
      targets.add(target);
      return () => void targets.delete(target);
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await writing;
    },
  };
}

function busEvent(
  { Source, DetailType, Detail, Time, Resources = [] }: z.infer<typeof putEventsSchema>['Entries'][number],
  { region, accountId, now }: EventServerOptions,
): BusEvent | undefined {
  let detail: unknown;
  try {
    detail = JSON.parse(Detail);
  } catch {
    return undefined;
  }
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: accountId,
    time: new Date(Time === undefined ? now() : Time * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: Resources,
    detail,
  };
}

function listen(server: Server, { host, port }: EventServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostRequestBytes) throw new Error('The request is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
