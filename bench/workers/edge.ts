import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { startEdge } from '../../local/edge/start-edge.ts';
import { startEmbedded } from '../../local/servers.ts';
import { changesOf } from '../../local/site-changes.ts';
import { renderFeedJson } from '../../shared/feeds/json-feed.ts';
import { cacheControlOf, contentTypeOf, storedContentTypeOf } from '../../shared/resources/object-keys.ts';
import { answerCpu } from '../support/child.ts';
import { headOf } from '../support/sample-view.ts';

const Key = 'feed.json';
const body = Buffer.from(renderFeedJson(headOf(50, 3000)));
const etag = `"${createHash('md5').update(body).digest('hex')}"`;
const headers = {
  'content-type': contentTypeOf(Key),
  'cache-control': cacheControlOf(Key),
  'content-length': body.length,
  etag,
};

const folder = await mkdtemp(join(tmpdir(), 'dropwire-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit());
const servers = await startEmbedded({ inside: (...names) => join(folder, ...names), ports: {} });
const { s3 } = servers.clients;
await s3.send(new CreateBucketCommand({ Bucket: 'site' }));
await s3.send(
  new PutObjectCommand({
    Bucket: 'site',
    Key,
    Body: body,
    ContentType: storedContentTypeOf(Key),
    CacheControl: cacheControlOf(Key),
  }),
);
const edge = await startEdge({ s3, bucket: 'site', port: 0, changes: changesOf(servers, 'site') });

/** The least that answers right: the same bytes, and 304 for who has them. */
const handler = createServer((request, response) => {
  const known = request.headers['if-none-match'] === etag;
  response.writeHead(known ? 304 : 200, known ? { etag } : headers);
  response.end(known ? undefined : body);
});
await new Promise<void>((resolve) => handler.listen(0, '127.0.0.1', resolve));
const { port } = handler.address() as AddressInfo;
answerCpu({ ours: `${edge.url}/${Key}`, alternative: `http://127.0.0.1:${port}/${Key}`, bytes: body.length });
