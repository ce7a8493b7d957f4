import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tellHubs } from '../../functions/reconcile/tell-hubs.ts';
import { type Edge, startEdge } from '../../local/edge/start-edge.ts';
import type { S3 } from '../../shared/clients.ts';
import { headFreshSeconds } from '../../shared/resources/settings.ts';
import { PublishingBench, sampleArticle } from '../helpers/publishing.ts';

/** A WebSub hub (W3C Recommendation, 2018) as small as one can be: it verifies, fetches and distributes. */
class Hub {
  readonly pings: string[] = [];
  /** Answers pings with 503. */
  down = false;
  readonly #subscriptions = new Map<string, string>();
  readonly #work: Promise<void>[] = [];
  readonly #server = createServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    const topic = form.get('hub.topic') ?? '';
    if (form.get('hub.mode') === 'subscribe') {
      this.#work.push(this.#verify(form.get('hub.callback') ?? '', topic));
    } else if (form.get('hub.mode') === 'publish' && !this.down) {
      this.pings.push(form.get('hub.url') ?? '');
      this.#work.push(this.#distribute(form.get('hub.url') ?? ''));
    }
    response.writeHead(this.down ? 503 : 202).end();
  });

  start = () => listening(this.#server);
  close = () => closed(this.#server);

  /** Until everything that was begun is done. */
  async idle(): Promise<void> {
    while (this.#work.length > 0) await this.#work.shift();
  }

  /** Verification of intent (section 5.3). */
  async #verify(callback: string, topic: string): Promise<void> {
    const challenge = 'a-challenge';
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.challenge': challenge,
      'hub.lease_seconds': '86400',
    });
    const answer = await fetch(`${callback}?${query}`);
    if (answer.ok && (await answer.text()) === challenge) this.#subscriptions.set(callback, topic);
  }

  /** Content distribution (section 7). */
  async #distribute(topic: string): Promise<void> {
    const content = await fetch(topic);
    const headers = {
      'content-type': content.headers.get('content-type') ?? '',
      link: content.headers.get('link') ?? '',
    };
    const body = await content.text();
    for (const [callback, subscribed] of this.#subscriptions) {
      if (subscribed === topic) await fetch(callback, { method: 'POST', headers, body });
    }
  }
}

/** A subscriber: discovers the hub of a feed, subscribes, answers for it, and keeps what it is sent. */
class Subscriber {
  readonly received: { type: string; link: string; body: string }[] = [];
  topic = '';
  #address = '';
  readonly #server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '', this.#address).searchParams;
      const isOurs = query.get('hub.topic') === this.topic;
      response.writeHead(isOurs ? 200 : 404).end(query.get('hub.challenge') ?? '');
      return;
    }
    const { 'content-type': type = '', link } = request.headers;
    this.received.push({ type, link: String(link), body: await bodyOf(request) });
    response.writeHead(204).end();
  });

  async start(): Promise<void> {
    this.#address = await listening(this.#server);
  }

  close = () => closed(this.#server);

  /** Discovery by HTTP Link headers (section 4), then a subscription. */
  async subscribe(address: string): Promise<void> {
    const { headers } = await fetch(address);
    const links = [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(hub|self)"/g)];
    const hub = links.find(([, , rel]) => rel === 'hub')?.[1] ?? '';
    this.topic = links.find(([, , rel]) => rel === 'self')?.[1] ?? '';
    const body = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': this.topic,
      'hub.callback': this.#address,
    });
    expect((await fetch(hub, { method: 'POST', body })).status).toBe(202);
  }
}

describe('WebSub', () => {
  const hub = new Hub();
  const subscriber = new Subscriber();
  let bench: PublishingBench;
  let edge: Edge;

  beforeAll(async () => {
    const hubAddress = await hub.start();
    await subscriber.start();
    const port = await freePort();
    bench = new PublishingBench({ hubs: [hubAddress] }, `http://127.0.0.1:${port}/`);
    edge = await startEdge({ s3: streaming(bench.deps.s3), bucket: 'site', port });
  });

  afterAll(async () => {
    await edge.close();
    await Promise.all([hub.close(), subscriber.close()]);
  });

  const tell = () => tellHubs({ ...bench.deps, fetch });
  const publish = async (key: string, article = sampleArticle(key)) => {
    await bench.publish([await bench.put(key, article)]);
  };

  test('a subscriber finds the hub by the feed’s headers, and is sent what is new once it is fresh', async () => {
    await publish('one.md');
    await tell();
    await subscriber.subscribe(`${edge.url}/atom.xml`);
    await hub.idle();
    expect(subscriber.topic).toBe(`${edge.url}/atom.xml`);

    bench.now += 60_000;
    await publish('two.md');
    expect(await tell()).toEqual({ topics: 0, failed: [] });
    bench.now += (headFreshSeconds - 1) * 1000;
    expect(await tell()).toEqual({ topics: 0, failed: [] });
    expect(hub.pings).toEqual([]);
    bench.now += 1000;
    expect(await tell()).toEqual({ topics: 6, failed: [] });
    await hub.idle();
    const [delivery, ...more] = subscriber.received;
    expect(more).toEqual([]);
    expect(delivery?.type).toBe('application/atom+xml; charset=utf-8');
    expect(delivery?.link).toContain(`<${edge.url}/atom.xml>; rel="self"`);
    expect(delivery?.body).toContain('About two.md');
    expect(new Set(hub.pings)).toEqual(
      new Set(
        ['', 'languages/en/'].flatMap((folder) =>
          ['atom.xml', 'feed.json', 'rss.xml'].map((name) => `${edge.url}/${folder}${name}`),
        ),
      ),
    );
  });

  test('a hub that fails is told again; one that was told is left in peace', async () => {
    bench.now += 120_000;
    expect(await tell()).toEqual({ topics: 0, failed: [] });
    await publish('three.md');
    await tell();
    bench.now += 60_000;
    hub.down = true;
    const [address] = bench.deps.config.site.hubs;
    expect((await tell()).failed).toEqual([address]);
    bench.now += 60_000;
    hub.down = false;
    hub.pings.length = 0;
    expect(await tell()).toEqual({ topics: 6, failed: [] });
    await hub.idle();
    expect(hub.pings).toHaveLength(6);
    expect(subscriber.received.at(-1)?.body).toContain('About three.md');
    bench.now += 60_000;
    expect(await tell()).toEqual({ topics: 0, failed: [] });
  });

  test('catches up over pages of the change log that are full by now', async () => {
    bench.deps.changesPerPage = 2;
    hub.down = true;
    for (let index = 0; index < 5; index++) {
      await publish(`many-${index}.md`, sampleArticle(`many-${index}.md`, { tags: [`tag ${index}`] }));
    }
    await tell();
    bench.now += 60_000;
    await tell();
    hub.down = false;
    hub.pings.length = 0;
    bench.now += 60_000;
    expect((await tell()).failed).toEqual([]);
    await hub.idle();
    const feeds = new Set(hub.pings.map((url) => new URL(url).pathname.replace(/[^/]+$/, '')));
    expect([...feeds].filter((folder) => folder.startsWith('/tags/'))).toHaveLength(5);
  });
});

/** The model's bodies as streams, as the SDK gives them in Node.js. */
function streaming(s3: S3): S3 {
  const send = async (command: Parameters<S3['send']>[0]) => {
    const answer = await s3.send(command as GetObjectCommand);
    if (!answer.Body) return answer;
    return { ...answer, Body: Readable.from([Buffer.from(await answer.Body.transformToByteArray())]) };
  };
  return { send } as unknown as S3;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function freePort(): Promise<number> {
  const server = createServer();
  const address = await listening(server);
  await closed(server);
  return Number(new URL(address).port);
}
