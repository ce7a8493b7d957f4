import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readConfig, variables, variablesOf } from '../../../shared/resources/environment.ts';
import {
  canaryEverySeconds,
  canaryPace,
  functionSettings,
  reconcileEverySeconds,
} from '../../../shared/resources/settings.ts';
import { parseSiteSettings } from '../../../shared/site-settings.ts';
import { allOf, propertiesOf } from '../readable-template.ts';
import { projectRoot, template } from '../synthesized.ts';

const functionType = 'AWS::Lambda::Function';
const cases = [
  ['ingest', 'IngestHandler'],
  ['publish', 'PublishHandler'],
  ['reconcile', 'ReconcileHandler'],
  ['canary', 'CanaryHandler'],
] as const;

function environmentOf(handler: string): Record<string, string> {
  const { Environment } = propertiesOf(template, `${handler}Function`, functionType);
  return (Environment as { Variables: Record<string, string> }).Variables;
}

/** What is late, or has failed, is not tried again: the next time will do. */
const once = (FunctionName: string) => ({
  FunctionName,
  Qualifier: '$LATEST',
  MaximumEventAgeInSeconds: 60,
  MaximumRetryAttempts: 0,
});

describe('functions', () => {
  test('there are four, and none that the CDK brought', () => {
    expect(allOf(template, functionType).map(([id]) => id)).toEqual(
      cases.map(([, handler]) => `${handler}Function`),
    );
  });

  test.each(cases)('%s has its limits, its log and its traces', (name, handler) => {
    expect(propertiesOf(template, `${handler}Function`, functionType)).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      MemorySize: functionSettings[name].memoryMB,
      Timeout: functionSettings[name].timeoutSeconds,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: `${handler}Logs` },
      Role: `${handler}Role.Arn`,
    });
    expect(propertiesOf(template, `${handler}Logs`, 'AWS::Logs::LogGroup')).toEqual({ RetentionInDays: 30 });
  });

  test.each(cases)('%s is told what it reads, nothing else, and can read it', (name, handler) => {
    const environment = environmentOf(handler);
    expect(Object.keys(environment).sort()).toEqual(
      variablesOf[name].map((variable) => variables[variable]).sort(),
    );
    expect(() => readConfig(name, environment)).not.toThrow();
  });

  test('each variable names what it says', () => {
    const { SITE_SETTINGS: _ingest, ...ingest } = environmentOf('IngestHandler');
    const { SITE_SETTINGS: _publish, ...publish } = environmentOf('PublishHandler');
    const { SITE_SETTINGS: _reconcile, ...reconcile } = environmentOf('ReconcileHandler');
    const { SITE_SETTINGS: _canary, ...canary } = environmentOf('CanaryHandler');
    expect(canary).toEqual({
      INBOX_BUCKET: 'Inbox',
      CATALOG_TABLE: 'Catalog',
      SITE_URL: 'https://DeliveryDistribution.DomainName',
    });
    expect(ingest).toEqual({
      EVENT_BUS_NAME: 'EventsBus',
      INBOX_BUCKET: 'Inbox',
      STORE_BUCKET: 'Store',
      CATALOG_TABLE: 'Catalog',
      INGEST_QUEUE_URL: 'IngestQueue',
      PUBLISH_QUEUE_URL: 'PublishQueue',
    });
    expect(publish).toEqual({
      EVENT_BUS_NAME: 'EventsBus',
      STORE_BUCKET: 'Store',
      SITE_BUCKET: 'Site',
      CATALOG_TABLE: 'Catalog',
      SITE_URL: 'https://DeliveryDistribution.DomainName',
      DISTRIBUTION_ID: 'DeliveryDistribution',
    });
    expect(reconcile).toEqual({
      SITE_URL: 'https://DeliveryDistribution.DomainName',
      CATALOG_TABLE: 'Catalog',
      STORE_BUCKET: 'Store',
      SITE_BUCKET: 'Site',
      PUBLISH_QUEUE_URL: 'PublishQueue',
    });
  });

  test('all are told of the site what cdk.json says, with every default', async () => {
    const { context } = JSON.parse(await readFile(`${projectRoot}cdk.json`, 'utf8'));
    const site = parseSiteSettings(context.site);
    for (const [, handler] of cases) {
      expect(JSON.parse(environmentOf(handler)[variables.siteSettings] ?? '')).toEqual(site);
    }
  });

  test('reconcile runs on its schedule, one run at a time', () => {
    expect(reconcileEverySeconds).toBe(60);
    expect(propertiesOf(template, 'ReconcileSchedule', 'AWS::Events::Rule')).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: 'ReconcileHandlerFunction.Arn',
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        },
      ],
    });
    expect(
      propertiesOf(template, 'ReconcileHandlerFunctionEventInvokeConfig', 'AWS::Lambda::EventInvokeConfig'),
    ).toEqual(once('ReconcileHandlerFunction'));
    expect(functionSettings.reconcile.timeoutSeconds).toBeLessThan(reconcileEverySeconds);
  });

  test('the canary flies every quarter of an hour, one at a time', () => {
    expect(propertiesOf(template, 'CanarySchedule', 'AWS::Events::Rule')).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: 'CanaryHandlerFunction.Arn',
          RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        },
      ],
    });
    expect(
      propertiesOf(template, 'CanaryHandlerFunctionEventInvokeConfig', 'AWS::Lambda::EventInvokeConfig'),
    ).toEqual(once('CanaryHandlerFunction'));
    // It may wait twice, and then some for requests.
    expect(2 * canaryPace.patienceMs).toBeLessThan(1000 * (functionSettings.canary.timeoutSeconds - 20));
    expect(functionSettings.canary.timeoutSeconds).toBeLessThan(canaryEverySeconds);
  });
});
