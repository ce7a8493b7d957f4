import { describe, expect, test } from '@jest/globals';
import { allOf, propertiesOf, statementsOf } from '../readable-template.ts';
import { template } from '../synthesized.ts';

const bucketType = 'AWS::S3::Bucket';
const bucket = (id: string) => propertiesOf(template, id, bucketType);
const policyOf = (id: string) => statementsOf(propertiesOf(template, `${id}Policy`, 'AWS::S3::BucketPolicy'));
const unfinished = {
  Id: 'unfinished-uploads',
  Status: 'Enabled',
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
};

describe('buckets', () => {
  test('there are four', () => {
    expect(allOf(template, bucketType).map(([id]) => id)).toEqual(['AccessLogs', 'Inbox', 'Store', 'Site']);
  });

  test.each(['AccessLogs', 'Inbox', 'Store', 'Site'])(
    '%s is private, encrypted with SSE-S3 and kept',
    (id) => {
      expect(bucket(id)).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      });
      expect(template.resources[id]?.deletionPolicy).toBe('Retain');
    },
  );

  test.each(['AccessLogs', 'Inbox', 'Store', 'Site'])('%s refuses all but TLS 1.2 and later', (id) => {
    const everything = {
      Effect: 'Deny',
      Action: 's3:*',
      Principal: { AWS: '*' },
      Resource: [`${id}.Arn`, `${id}.Arn/*`],
    };
    const denials = policyOf(id).filter(({ Effect }) => Effect === 'Deny');
    expect(denials).toEqual([
      { ...everything, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { ...everything, Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
    ]);
  });

  test.each(['Inbox', 'Store', 'Site'])('%s takes no ACLs and logs who reads it', (id) => {
    expect(bucket(id)).toMatchObject({
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LoggingConfiguration: {
        DestinationBucketName: 'AccessLogs',
        LogFilePrefix: `${id.toLowerCase()}/`,
      },
    });
  });

  test('only the site is read by anyone but the functions: by this one distribution', () => {
    expect(policyOf('Inbox').filter(({ Effect }) => Effect === 'Allow')).toEqual([]);
    expect(policyOf('Store').filter(({ Effect }) => Effect === 'Allow')).toEqual([]);
    expect(policyOf('Site').filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Resource: ['Site.Arn', 'Site.Arn/*'],
        Condition: {
          StringEquals: {
            'AWS:SourceArn':
              'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/DeliveryDistribution',
          },
        },
      },
    ]);
  });

  test('the inbox keeps what was overwritten or deleted for 90 days', () => {
    expect(bucket('Inbox')).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          unfinished,
          {
            Id: 'old-versions',
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 90 },
            ExpiredObjectDeleteMarker: true,
          },
          {
            Id: 'canary-versions',
            Status: 'Enabled',
            Prefix: '.dropwire/canary/',
            NoncurrentVersionExpiration: { NoncurrentDays: 1 },
          },
        ],
      },
    });
  });

  test('store and site only clear up unfinished uploads', () => {
    for (const id of ['Store', 'Site']) {
      expect(bucket(id)).toMatchObject({ LifecycleConfiguration: { Rules: [unfinished] } });
      expect(bucket(id)).not.toHaveProperty('VersioningConfiguration');
    }
  });

  test('access logs go after 30 days', () => {
    expect(bucket('AccessLogs')).toMatchObject({
      LifecycleConfiguration: {
        Rules: [unfinished, { Id: 'old-logs', Status: 'Enabled', ExpirationInDays: 30 }],
      },
    });
  });

  test('the inbox announces uploads and deletions, once it may', () => {
    expect(bucket('Inbox')).toMatchObject({
      NotificationConfiguration: {
        QueueConfigurations: [
          { Event: 's3:ObjectCreated:*', Queue: 'IngestQueue.Arn' },
          { Event: 's3:ObjectRemoved:*', Queue: 'IngestQueue.Arn' },
        ],
      },
    });
    expect(template.resources.Inbox?.dependsOn).toContain('IngestQueuePolicy');
  });
});
