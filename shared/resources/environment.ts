import { ConfigurationError } from '../errors.ts';
import { parseSiteSettings, type SiteSettings } from '../site-settings.ts';

/** Every environment variable that a handler reads: infra sets these names, handlers know no others. */
export const variables = {
  inboxBucket: 'INBOX_BUCKET',
  storeBucket: 'STORE_BUCKET',
  siteBucket: 'SITE_BUCKET',
  catalogTable: 'CATALOG_TABLE',
  ingestQueueUrl: 'INGEST_QUEUE_URL',
  publishQueueUrl: 'PUBLISH_QUEUE_URL',
  siteUrl: 'SITE_URL',
  siteSettings: 'SITE_SETTINGS',
  distributionId: 'DISTRIBUTION_ID',
  eventBusName: 'EVENT_BUS_NAME',
  webhooks: 'WEBHOOKS',
} as const;

type Variable = keyof typeof variables;

/** What each function is told; the stack grants exactly what these resources need. */
export const variablesOf = {
  ingest: [
    'inboxBucket',
    'storeBucket',
    'catalogTable',
    'ingestQueueUrl',
    'publishQueueUrl',
    'siteSettings',
    'eventBusName',
  ],
  publish: [
    'storeBucket',
    'siteBucket',
    'catalogTable',
    'siteUrl',
    'siteSettings',
    'distributionId',
    'eventBusName',
  ],
  reconcile: ['storeBucket', 'siteBucket', 'catalogTable', 'publishQueueUrl', 'siteUrl', 'siteSettings'],
  canary: ['inboxBucket', 'catalogTable', 'siteUrl', 'siteSettings'],
  webhooks: ['catalogTable', 'webhooks'],
} as const satisfies Record<string, readonly Variable[]>;

/** Not set where there is no CDN to invalidate (on one machine), and where services elsewhere have no event bus. */
const optional: readonly Variable[] = ['distributionId', 'eventBusName'];

type ConfigValue<V extends Variable> = V extends 'siteSettings'
  ? { site: SiteSettings }
  : V extends 'distributionId' | 'eventBusName'
    ? { [K in V]?: string }
    : { [K in V]: string };
type Intersection<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;

/** The typed configuration of one function. */
export type ConfigOf<F extends keyof typeof variablesOf> = Intersection<
  ConfigValue<(typeof variablesOf)[F][number]>
>;
export type IngestConfig = ConfigOf<'ingest'>;
export type PublishConfig = ConfigOf<'publish'>;
export type ReconcileConfig = ConfigOf<'reconcile'>;
export type CanaryConfig = ConfigOf<'canary'>;

/**
 * Reads a function's configuration, once, at cold start.
 * @throws ConfigurationError `environment-invalid` naming the variables that are missing, or `site-settings-invalid`.
 */
export function readConfig<F extends keyof typeof variablesOf>(
  name: F,
  environment: Record<string, string | undefined>,
): ConfigOf<F> {
  const config: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const variable of variablesOf[name] as readonly Variable[]) {
    const value = environment[variables[variable]];
    if (value) config[variable] = value;
    else if (!optional.includes(variable)) missing.push(variables[variable]);
  }
  if (missing.length > 0) {
    throw new ConfigurationError(
      'environment-invalid',
      `The ${name} function lacks the environment variable(s) ${missing.join(', ')}; deploy the stack again.`,
    );
  }
  const { siteSettings, ...rest } = config;
  const site = siteSettings && { site: parseSiteSettings(parseJson(siteSettings as string)) };
  return { ...rest, ...(site || {}) } as ConfigOf<F>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(
      'environment-invalid',
      `The environment variable ${variables.siteSettings} is not JSON; deploy the stack again.`,
      { cause },
    );
  }
}
