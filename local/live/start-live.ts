import type { IncomingMessage, ServerResponse } from 'node:http';
import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import type { SiteSettings } from '../../shared/site-settings.ts';
import type { ProgressReport } from '../progress.ts';
import type { Resources } from '../resources.ts';
import type { Servers } from '../servers.ts';
import { EventStreams } from './event-stream.ts';
import { LiveBoard } from './live-board.ts';
import { type QueueDepth, readQueueDepths } from './queue-depths.ts';
import { LiveRequests } from './requests.ts';
import { UploadPermits } from './upload-permits.ts';

/** What the live page shows and uses. */
export interface LiveOptions {
  servers: Pick<Servers, 'clients' | 'endpoints' | 'onObjectChange' | 'events'>;
  resources: Resources;
  site: SiteSettings;
  /** Port of the site, which serves the page too. */
  port: number;
  now(): number;
  onWarning(message: string): void;
}

/** The page at `/_local`: what the pipeline does, live, and a place to drop files. */
export interface Live {
  /** To be told what became of each upload. */
  report(report: ProgressReport): void;
  /** Answers requests for `/_local` and below. @returns false for all others, untouched */
  answer(message: IncomingMessage, response: ServerResponse): boolean;
  close(): void;
}

/** Starts the page, and lets browsers on it upload to the inbox. */
export async function startLive(options: LiveOptions): Promise<Live> {
  const { servers, resources, site, now, onWarning } = options;
  const { s3, sqs } = servers.clients;
  const { inbox } = resources.buckets;
  await allowUploads(options).catch((error: unknown) =>
    onWarning(`The page /_local can't upload: the inbox takes no CORS rules (${String(error)}).`),
  );
  const board = new LiveBoard(now);
  const unsubscribe = servers.onObjectChange?.((change) => {
    if (change.bucket === inbox) board.arrived(change);
  });
  const unheard = servers.events?.onEvent((event) => board.happened(event['detail-type'], event.detail));
  const readQueues = (): Promise<QueueDepth[] | undefined> =>
    // Whoever runs the queues says what is wrong with them; the page goes on without.
    readQueueDepths(sqs, resources.queues).catch(() => undefined);
  const streams = new EventStreams({ board, readQueues });
  const requests = new LiveRequests({
    site,
    board,
    readQueues,
    streams,
    permits: new UploadPermits(s3, inbox),
    s3Origin: new URL(servers.endpoints.s3).origin,
    onError: (error) => onWarning(`/_local could not be served: ${String(error)}`),
  });
  return {
    report: (report) => board.report(report),
    answer: (message, response) => requests.answer(message, response),
    close() {
      unsubscribe?.();
      unheard?.();
      streams.close();
    },
  };
}

/** A browser lets a page of one port hand files to another only if that one agrees (Fetch standard, "CORS protocol"). */
async function allowUploads({ servers, resources, port }: LiveOptions): Promise<void> {
  const origins = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`);
  await servers.clients.s3.send(
    new PutBucketCorsCommand({
      Bucket: resources.buckets.inbox,
      CORSConfiguration: { CORSRules: [{ AllowedOrigins: origins, AllowedMethods: ['POST'] }] },
    }),
  );
}
