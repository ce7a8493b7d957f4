/**
 * How queues and functions are set up. The CDK stack deploys these numbers and the local run obeys them,
 * so what works on one machine is what runs on AWS.
 */
const day = 24 * 60 * 60;

/** A Lambda function's limits. `memoryMB` also sets its CPU: 1,769 MB is one vCPU (AWS Lambda guide). */
export interface FunctionSettings {
  memoryMB: number;
  timeoutSeconds: number;
}

/** A queue in front of a function: its own settings and those of its event source mapping. */
export interface QueueSettings {
  /** At least six times the function's timeout (AWS Lambda guide, "Using Lambda with Amazon SQS"). */
  visibilityTimeoutSeconds: number;
  retentionSeconds: number;
  /** Receives before a message goes to the dead-letter queue. */
  maxReceiveCount: number;
  batchSize: number;
  /** How long Lambda gathers messages before it calls the function. */
  batchingWindowSeconds: number;
  /** Concurrent invocations of the mapping, 2 to 1,000. */
  maxConcurrency: number;
}

export const functionSettings = {
  ingest: { memoryMB: 1769, timeoutSeconds: 120 },
  publish: { memoryMB: 1769, timeoutSeconds: 120 },
  reconcile: { memoryMB: 512, timeoutSeconds: 55 },
  canary: { memoryMB: 256, timeoutSeconds: 300 },
  webhooks: { memoryMB: 256, timeoutSeconds: 30 },
} as const satisfies Record<string, FunctionSettings>;

/**
 * Seconds after each failed attempt until an event is sent to its webhook again: ten attempts over two days (Standard
 * Webhooks 1.0.0, "Deliverability and reliability"; its later waits are longer than SQS can hide a message).
 */
export const webhookWaits: readonly number[] = [5, 300, 1800, 7200, 18_000, 36_000, 42_000, 42_000, 42_000];

/** SQS hides a message for twelve hours in all, from when it was received (Amazon SQS guide, "Visibility timeout"). */
export const longestInvisibleSeconds = 12 * 60 * 60 - 2 * functionSettings.webhooks.timeoutSeconds;

/** How long the receiver of a webhook may take to answer; Standard Webhooks advises 15 to 30 seconds. */
export const webhookPatienceMs = 15_000;

export const queueSettings = {
  ingest: {
    visibilityTimeoutSeconds: 6 * functionSettings.ingest.timeoutSeconds,
    retentionSeconds: 14 * day,
    maxReceiveCount: 5,
    batchSize: 10,
    batchingWindowSeconds: 0,
    maxConcurrency: 20,
  },
  publish: {
    visibilityTimeoutSeconds: 6 * functionSettings.publish.timeoutSeconds,
    retentionSeconds: 14 * day,
    maxReceiveCount: 5,
    batchSize: 200,
    batchingWindowSeconds: 2,
    maxConcurrency: 5,
  },
  /** Of each webhook. */
  webhooks: {
    visibilityTimeoutSeconds: 6 * functionSettings.webhooks.timeoutSeconds,
    retentionSeconds: 14 * day,
    maxReceiveCount: webhookWaits.length + 1,
    batchSize: 10,
    batchingWindowSeconds: 0,
    maxConcurrency: 5,
  },
} as const satisfies Record<string, QueueSettings>;

export const deadLetterRetentionSeconds = 14 * day;

/**
 * How long the CDN may serve the head of a feed after it was replaced: `max-age` and `stale-while-revalidate` of
 * `cacheControlOf` in object-keys.ts. WebSub hubs are told later than that.
 */
export const headFreshSeconds = 60;

/** How often the reconcile function runs. */
export const reconcileEverySeconds = 60;

/** How often the canary flies, and how it waits: for its article to show, and again for it to go. */
export const canaryEverySeconds = 15 * 60;
export const canaryPace = { patienceMs: 130_000, pauseMs: 1000 } as const;

/**
 * How fast reconciling looks for drift between catalog and site. One run does one slice of one phase; a round goes once
 * through all phases and is followed by a pause, so that a small site is at rest most of the day. What a slice costs is
 * in docs/operating.md.
 */
export const reconcilePace = {
  /** From the start of one round to the earliest start of the next. */
  roundSeconds: day,
  /** Articles whose own documents are checked by a run. */
  articlesPerRun: 50,
  /** Feeds that a run begins or goes on with, and entries of the heads and archive pages it has checked. */
  feedsPerRun: 20,
  entriesPerRun: 300,
  /** Keys of the site bucket that a run looks at. */
  siteKeysPerRun: 200,
  /** Revisions in the store that a run looks at: at most 1,000, and a record is read for each article among them. */
  storeKeysPerRun: 500,
} as const;

/** A tombstone outlives every message that could still speak of its upload: queue plus dead-letter retention. */
export const tombstoneDays = 30;

/** A reader that keeps up with the change log downloads up to so many records whenever something changed. */
export const changeLogSettings = { recordsPerPage: 200 };

/** Largest upload that is read into memory and normalized. Larger ones are rejected unread. */
export const maxUploadBytes = 64 * 1024 * 1024;

/** Articles that one upload may hold: their ids fit into one catalog item. */
export const maxArticlesPerUpload = 4000;
