import { expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { template } from '../synthesized.ts';

/** Policies are asserted statement by statement elsewhere, alarms and dashboard metric by metric. */
const elsewhere = new Set([
  'AWS::IAM::Policy',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
]);

test('the stack as a whole, without hashes', () => {
  const resources = Object.entries(template.resources)
    .filter(([, { type }]) => !elsewhere.has(type))
    .map(([id, { type, properties, deletionPolicy }]) => [
      `${id} (${type.replace('AWS::', '')}${deletionPolicy === 'Retain' ? ', kept' : ''})`,
      scrub(properties),
    ]);
  expect(`\n${stringify(Object.fromEntries(resources), { lineWidth: 120 })}`).toMatchSnapshot();
});

/** Bundles, edge functions and site settings change with every commit; the tests above compare them. */
function scrub(properties: Record<string, unknown>): Record<string, unknown> {
  const scrubbed: Record<string, unknown> = { ...properties };
  if ('Code' in scrubbed) scrubbed.Code = '<asset>';
  if ('FunctionCode' in scrubbed) scrubbed.FunctionCode = '<file>';
  const text = JSON.stringify(scrubbed, (key, value) => (key === 'SITE_SETTINGS' ? '<site>' : value));
  return JSON.parse(text.replace(/[0-9A-F]{8}(?=["-])/g, '<hash>'));
}
