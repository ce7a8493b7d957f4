import { readFile } from 'node:fs/promises';
import { variables } from '../shared/resources/environment.ts';
import { parseSiteSettings, type SiteSettings } from '../shared/site-settings.ts';
import type { LambdaHandler } from './lambda/local-function.ts';
import type { Resources } from './resources.ts';

/** The handlers that Lambda would run. */
export interface Handlers {
  ingest: LambdaHandler;
  publish: LambdaHandler;
  reconcile: LambdaHandler;
}

/** Site settings as the CDK stack reads them: the `site` context of cdk.json. */
export async function readSiteSettings(): Promise<SiteSettings> {
  const file = new URL('../cdk.json', import.meta.url);
  const { context } = JSON.parse(await readFile(file, 'utf8')) as { context?: { site?: unknown } };
  return parseSiteSettings(context?.site);
}

/** The environment variables that the stack gives the functions. `distributionId` has no counterpart here. @param eventBusName empty: there is no bus */
export function handlerEnvironment(
  resources: Resources,
  siteUrl: string,
  site: SiteSettings,
  eventBusName = '',
): Record<string, string> {
  return {
    [variables.inboxBucket]: resources.buckets.inbox,
    [variables.storeBucket]: resources.buckets.store,
    [variables.siteBucket]: resources.buckets.site,
    [variables.catalogTable]: resources.table,
    [variables.ingestQueueUrl]: resources.queues.ingest.url,
    [variables.publishQueueUrl]: resources.queues.publish.url,
    [variables.siteUrl]: siteUrl,
    [variables.siteSettings]: JSON.stringify(site),
    [variables.eventBusName]: eventBusName,
  };
}

/**
 * Sets the environment and imports the handlers. They read it once, at import, so a process can run one stack only.
 * @param environment what the stack would set, and what the AWS SDK reads
 */
export async function loadHandlers(environment: Record<string, string>): Promise<Handlers> {
  Object.assign(process.env, environment);
  // One line a message on standard output would drown what the run itself says; failures go to standard error.
  process.env.POWERTOOLS_LOG_LEVEL ??= 'ERROR';
  process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
  const [ingest, publish, reconcile] = await Promise.all([
    import('../functions/ingest/handler.ts'),
    import('../functions/publish/handler.ts'),
    import('../functions/reconcile/handler.ts'),
  ]);
  return { ingest: ingest.handler, publish: publish.handler, reconcile: reconcile.handler };
}
