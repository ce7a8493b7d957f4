import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from '../../shared/zod.ts';

/** A running parameter store: GetParameter of SSM over its JSON protocol. Requests are not authenticated. */
export interface ParameterServer {
  endpoint: string;
  close(): Promise<void>;
}

const requestSchema = z.object({ Name: z.string() });

/** Starts a parameter store with the values it is given, by name. @throws Node's listen errors as they are */
export async function startParameterServer(
  host: string,
  parameters: Readonly<Record<string, string>>,
): Promise<ParameterServer> {
  const server = createServer(async (request, response) => {
    const reply = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(value));
    };
    try {
      if (request.headers['x-amz-target'] !== 'AmazonSSM.GetParameter') {
        return reply(400, {
          __type: 'UnknownOperationException',
          message: 'Only GetParameter is known here.',
        });
      }
      const { Name } = requestSchema.parse(JSON.parse(await text(request)));
      const Value = Object.hasOwn(parameters, Name) ? parameters[Name] : undefined;
      if (Value === undefined) return reply(400, { __type: 'ParameterNotFound', message: Name });
      reply(200, { Parameter: { Name, Type: 'SecureString', Value, Version: 1 } });
    } catch (error) {
      reply(400, { __type: 'ValidationException', message: String(error) });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0 }, resolve);
  });
  return {
    endpoint: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
