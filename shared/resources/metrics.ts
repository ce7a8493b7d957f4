/** Names of what is measured: handlers count under them, alarms and dashboard look for them. */
export const metricsNamespace = 'Dropwire';

/** The one dimension of every metric; its value is the catalog's table name, which tells pipelines in one account apart. */
export const metricsDimension = 'service';

/** Second dimension of `rejected`, which is counted with and without it: the code of the reason. */
export const rejectionDimension = 'code';

export const metricNames = {
  /** Uploads that are in the catalog now; those that were known already count too. */
  accepted: 'Accepted',
  rejected: 'Rejected',
  /** Changes that the catalog asks readers to be shown; each is to be one of the next three. */
  asked: 'ChangesAsked',
  /** Changes that readers see. */
  published: 'Published',
  updated: 'Updated',
  withdrawn: 'Withdrawn',
  /** Milliseconds from an upload, a deletion or a due date until pages and feeds show it. */
  publishLatency: 'PublishLatency',
  /** Feeds that lost most of their entries at once. */
  shrunkFeeds: 'ShrunkFeeds',
  /** Documents that failed the strict check and were held back. */
  checkFailures: 'CheckFailures',
  /** Articles whose embargo ended. */
  released: 'Released',
  /** Articles, heads and archive pages found on the site that the catalog doesn't call for. */
  orphans: 'Orphans',
  /** Revisions of the store that nobody claimed, and that are deleted. */
  unclaimedRevisions: 'UnclaimedRevisions',
  /** WebSub hubs that did not take what they were told; they are told again a minute later. */
  hubFailures: 'HubFailures',
  /** Events that the receiver of a webhook has taken; attempts that failed, each counted, and those that met 410. */
  webhooksDelivered: 'WebhooksDelivered',
  webhookFailures: 'WebhookFailures',
  /** Requests to S3, DynamoDB, SQS and CloudFront, retries included. */
  ingestRequests: 'IngestRequests',
  publishRequests: 'PublishRequests',
  reconcileRequests: 'ReconcileRequests',
  /** Milliseconds until the canary's article showed in its feed, and until it was gone again. */
  canaryDwell: 'CanaryDwell',
  canaryWithdrawal: 'CanaryWithdrawal',
  /** Flights of the canary that didn't end in time. */
  canaryFailures: 'CanaryFailures',
} as const;
