import { expect, test } from '@jest/globals';
import { articleKey, timeToLiveAttribute } from '../../../shared/resources/table-keys.ts';
import { propertiesOf } from '../readable-template.ts';
import { template } from '../synthesized.ts';

test('the catalog is paid by request, can be restored, and is neither deleted nor indexed', () => {
  const attributes = Object.keys(articleKey('x'));
  expect(propertiesOf(template, 'Catalog', 'AWS::DynamoDB::Table')).toEqual({
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: attributes[0], KeyType: 'HASH' },
      { AttributeName: attributes[1], KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    DeletionProtectionEnabled: true,
    TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
  });
  expect(template.resources.Catalog?.deletionPolicy).toBe('Retain');
});
