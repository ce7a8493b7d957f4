import { isAbsolute, relative, resolve } from 'node:path';
import { Catalog } from '../shared/catalog/catalog.ts';
import { systemClock } from '../shared/clock.ts';
import { ConfigurationError, messageOf } from '../shared/errors.ts';
import type { SiteSettings } from '../shared/site-settings.ts';
import { Closers } from './closers.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { startEdge } from './edge/start-edge.ts';
import type { FinishedBatch } from './event-source.ts';
import { handlerEnvironment, loadHandlers, readSiteSettings } from './handlers.ts';
import type { LambdaHandler } from './lambda/local-function.ts';
import { startLive } from './live/start-live.ts';
import { freePort, isPortFree, loopback } from './loopback.ts';
import { isIgnored } from './mirror/ignored-names.ts';
import { type Mirror, startMirror } from './mirror.ts';
import { Progress, type ProgressReport } from './progress.ts';
import type { WorkQueue } from './resources/work-queue.ts';
import { type Clients, createResources, type Resources, removeResources } from './resources.ts';
import { Runner } from './runner.ts';
import {
  externalServers,
  misleadingVariables,
  type Servers,
  sdkEnvironment,
  startEmbedded,
} from './servers.ts';
import { settleDown } from './settle-down.ts';
import { changesOf } from './site-changes.ts';
import { removeStackFile, type StackFile, writeStackFile } from './stack-file.ts';
import { startWebhooks, withSecrets } from './webhooks/start-webhooks.ts';
import { within } from './within.ts';
import { writingSample } from './writing-sample.ts';

/** How a stack is started. */
export interface StackOptions {
  /** Folder of everything that is kept between runs. */
  dataDir: string;
  /** Folder to mirror into the inbox bucket; absent: none. */
  inbox?: string | undefined;
  /** Port of the site. Absent: that of the last run, else the usual one; 0: that of the last run, else any free. */
  port?: number | undefined;
  /** Absent: as in cdk.json. */
  site?: SiteSettings;
  /** Endpoints that are sent every event. */
  webhooks?: readonly string[];
  /** Starts the names of buckets, queues and table. */
  prefix?: string;
  /** Where the SDK's endpoint variables are looked for; they lead to services elsewhere. */
  environment?: Record<string, string | undefined>;
  /** Called before the folder is mirrored for the first time. */
  beforeMirror?(folder: DataFolder): Promise<void>;
  onBatch?(batch: FinishedBatch): void;
  /** Told what became of each upload. */
  onProgress?(report: ProgressReport): void;
  onWarning?(message: string): void;
}

/** A running stack. */
export interface LocalStack {
  /** Address of the site, with a slash at the end. */
  siteUrl: string;
  /** Address that the published documents carried when the stack was started; undefined at the first start. */
  siteUrlBefore: string | undefined;
  /** Whether documents of an earlier run stand on the site that would be written otherwise now. */
  isOutdated: boolean;
  port: number;
  /** What DIR/stack.json says. */
  description: StackFile;
  resources: Resources;
  clients: Clients;
  catalog: Catalog;
  /** Waits until nothing is left to do. @returns false when it takes longer */
  settled(timeoutMs: number): Promise<boolean>;
  /** Runs the reconcile function now. */
  reconcile(): Promise<void>;
  /** Resolves with a sentence when something has ended that the stack can't do without. */
  failure: Promise<string>;
  /** Deletes buckets, queues and table, where they are somebody else's; then close. */
  removeResources(): Promise<void>;
  /** Lets the work under way end, within a few seconds, and stops everything. */
  close(): Promise<void>;
}

const usualPort = 8400;
const drainMs = 4000;

/**
 * Starts everything on this machine: the services, the resources in them, the functions behind their queues, the site
 * and the mirror. One stack a process: the handlers read their configuration once.
 * @throws ConfigurationError with the codes of the parts, and `port-in-use`
 */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const clock = systemClock;
  const closers = new Closers();
  try {
    keepApart(options);
    const folder = await openDataFolder(
      options.dataDir,
      options.inbox === undefined ? [] : [resolve(options.inbox)],
    );
    closers.add(async () => folder.close());
    const port = await sitePort(options.port, folder);
    const [site, servers] = await Promise.all([
      options.site ?? readSiteSettings(),
      startServers(options, folder, port),
    ]);
    closers.add(() => servers.close());
    const resources = await createResources(servers.clients, options.prefix ?? 'dropwire', servers.region);
    const live = await startLive({
      servers,
      resources,
      site,
      port,
      now: clock.now,
      onWarning: (message) => options.onWarning?.(message),
    });
    const edge = await startEdge({
      s3: servers.clients.s3,
      bucket: resources.buckets.site,
      formats: site.formats,
      host: loopback,
      port,
      changes: changesOf(servers, resources.buckets.site),
      beside: live.answer,
      onError: (error, target) => options.onWarning?.(`${target} could not be served: ${messageOf(error)}`),
    });
    closers.add(() => edge.close());
    // The site waits for answers under way, and a stream of events has no end of its own.
    closers.add(async () => live.close());
    const siteUrl = `${edge.url}/`;
    const siteUrlBefore = folder.facts.siteUrl;
    const writing = writingSample(site, siteUrl);
    const isOutdated = siteUrlBefore !== undefined && folder.facts.writing !== writing;
    await folder.remember({ siteUrl, writing, ports: portsOf(servers, edge.port) });

    for (const name of misleadingVariables) delete process.env[name];
    const handlers = await loadHandlers({
      ...sdkEnvironment(servers),
      ...handlerEnvironment(resources, siteUrl, site, servers.events && 'dropwire'),
    });
    const catalog = new Catalog(servers.clients.dynamodb, resources.table);
    const progress = new Progress({
      catalog,
      siteUrl,
      now: clock.now,
      report: (report) => {
        live.report(report);
        options.onProgress?.(report);
      },
    });
    const onBatch = (batch: FinishedBatch) => {
      options.onBatch?.(batch);
      if (batch.name === 'webhooks') return;
      progress
        .batchFinished(batch)
        .catch((error: unknown) => options.onWarning?.(`Progress: ${messageOf(error)}`));
    };
    const run = new Runner({ ...options, onBatch }, servers, resources, clock);
    closers.add(() => within(drainMs, run.stop()));
    run.feed('ingest', handlers.ingest);
    run.feed('publish', handlers.publish);
    const webhooks = withSecrets(options.webhooks ?? [], folder.facts.webhooks);
    if (webhooks.length > 0) {
      const absent = folder.facts.webhooks.filter(({ url }) => !webhooks.some((each) => each.url === url));
      await folder.remember({ webhooks: [...absent, ...webhooks] });
      const { events, clients } = withEvents(servers);
      const prefix = options.prefix ?? 'dropwire';
      const feed = (handler: LambdaHandler, queue: WorkQueue) => void run.feed('webhooks', handler, queue);
      closers.add(await startWebhooks({ webhooks, events, sqs: clients.sqs, prefix, feed }));
    }
    const schedule = run.schedule(handlers.reconcile);

    await options.beforeMirror?.(folder);
    const mirror = await mirrorOf(options, folder, servers, resources);
    if (mirror) closers.add(() => within(drainMs, mirror.close()));
    const description: StackFile = {
      pid: process.pid,
      siteUrl,
      region: servers.region,
      endpoints: servers.endpoints,
      credentials: servers.credentials,
      ...resources,
      ...(webhooks.length > 0 && { webhooks }),
      inbox: mirror?.folder,
    };
    await writeStackFile(folder.path, description);
    closers.add(() => removeStackFile(folder.path));
    return {
      siteUrl,
      siteUrlBefore,
      isOutdated,
      port: edge.port,
      description,
      resources,
      clients: servers.clients,
      catalog,
      settled: (timeoutMs) =>
        settleDown(
          {
            sqs: servers.clients.sqs,
            queueUrls: Object.values(resources.queues).map(({ url }) => url),
            whenMirrored: async () => mirror?.whenIdle(),
            delivering: servers.delivering,
            clock,
          },
          timeoutMs,
        ),
      reconcile: () => schedule.runNow(),
      failure: servers.failure,
      removeResources: () => removeResources(servers.clients, resources),
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** Services elsewhere have no event bus that this run could ask. */
function withEvents(servers: Servers) {
  const { events, clients } = servers;
  if (events) return { events, clients };
  throw new ConfigurationError(
    'webhooks-without-events',
    'Webhooks need the event bus of this machine, and AWS_ENDPOINT_URL_… lead elsewhere. Leave out --webhook, or these.',
  );
}

/** Data below the inbox would be mirrored into itself. */
function keepApart({ dataDir, inbox }: StackOptions): void {
  if (inbox === undefined) return;
  const below = relative(resolve(inbox), resolve(dataDir));
  if (below.startsWith('..') || isAbsolute(below) || (below !== '' && isIgnored(below))) return;
  throw new ConfigurationError(
    'data-in-inbox',
    `The data folder ${resolve(dataDir)} lies in the inbox ${resolve(inbox)}. Name another with --data, or start its name with a dot.`,
  );
}

async function sitePort(wanted: number | undefined, folder: DataFolder): Promise<number> {
  const last = folder.facts.ports.site;
  if (wanted === 0) return freePort(loopback, last);
  const port = wanted ?? last ?? usualPort;
  if (await isPortFree(loopback, port)) return port;
  throw new ConfigurationError(
    'port-in-use',
    `Port ${port} is in use by another program. Choose another with --port N, or any free one with --port 0.`,
  );
}

function startServers(options: StackOptions, folder: DataFolder, port: number): Promise<Servers> {
  const { s3, sqs, dynamodb } = folder.facts.ports;
  const environment = options.environment ?? {};
  const external = externalServers(environment);
  if (external) return Promise.resolve(external);
  return startEmbedded({
    inside: folder.inside,
    ports: { s3: s3 ?? port + 1, sqs: sqs ?? port + 2, dynamodb: dynamodb ?? port + 3 },
    dynamodb: environment.DYNAMODB,
  });
}

function portsOf({ endpoints, credentials }: Servers, site: number) {
  const portOf = (endpoint: string) => Number(new URL(endpoint).port);
  const { s3, sqs, dynamodb } = endpoints;
  return credentials ? { site, s3: portOf(s3), sqs: portOf(sqs), dynamodb: portOf(dynamodb) } : { site };
}

async function mirrorOf(
  { inbox, onWarning }: StackOptions,
  folder: DataFolder,
  servers: Servers,
  resources: Resources,
): Promise<Mirror | undefined> {
  if (inbox === undefined) return undefined;
  return startMirror({
    folder: inbox,
    s3: servers.clients.s3,
    bucket: resources.buckets.inbox,
    stateFile: folder.inside('mirror.db'),
    onWarning: (message) => onWarning?.(message),
  });
}
