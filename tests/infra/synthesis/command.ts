import { describe, expect, test } from '@jest/globals';
import { assembly, template } from '../synthesized.ts';

describe('npm run synth', () => {
  test('needs no account, finds nothing to complain of and prints nothing', () => {
    expect(assembly.printed).toBe('');
  });

  test('tells a person what they need', () => {
    expect(
      Object.fromEntries(Object.entries(template.outputs).map(([name, { Value }]) => [name, Value])),
    ).toEqual({
      EventBusName: 'EventsBus',
      InboxBucket: 'Inbox',
      SiteUrl: 'https://DeliveryDistribution.DomainName',
      DistributionId: 'DeliveryDistribution',
      DistributionDomain: 'DeliveryDistribution.DomainName',
      CatalogTable: 'Catalog',
      StoreBucket: 'Store',
      SiteBucket: 'Site',
      IngestQueueUrl: 'IngestQueue',
      IngestDeadLettersUrl: 'IngestQueueDeadLetters',
      PublishQueueUrl: 'PublishQueue',
      PublishDeadLettersUrl: 'PublishQueueDeadLetters',
      AlarmTopic: 'MonitoringTopic',
      DashboardName: 'Dropwire',
    });
    for (const { Description } of Object.values(template.outputs)) expect(Description).toBeTruthy();
  });
});
