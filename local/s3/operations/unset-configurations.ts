/**
 * Settings that clients ask for (`s3cmd info` does) and that this server doesn't let anyone change:
 * they answer as a bucket on AWS where nobody has set them.
 */
import { S3Error } from '../errors.ts';
import { type Operation, ownerId } from '../service.ts';
import { renderXml } from '../xml.ts';
import { requireVersion } from './get-object.ts';

const missing =
  (code: string, what: string): Operation =>
  ({ service, bucket }) => {
    service.buckets.require(bucket);
    throw new S3Error(404, code, `The bucket has no ${what}.`, { details: { BucketName: bucket } });
  };

export const getPolicy = missing('NoSuchBucketPolicy', 'policy');
export const getLifecycle = missing('NoSuchLifecycleConfiguration', 'lifecycle configuration');
export const getBucketTagging = missing('NoSuchTagSet', 'tags');
export const getWebsite = missing('NoSuchWebsiteConfiguration', 'website configuration');

/** Everything belongs to the one user, and to nobody else. */
export const getAcl: Operation = (call) => {
  call.service.buckets.require(call.bucket);
  if (call.key !== '') requireVersion(call);
  const owner = { ID: ownerId, DisplayName: ownerId };
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"><ID>${ownerId}</ID><DisplayName>${ownerId}</DisplayName></Grantee>`;
  const document = renderXml('AccessControlPolicy', {
    Owner: owner,
    AccessControlList: { Grant: { Grantee: '', Permission: 'FULL_CONTROL' } },
  });
  return { body: document.replace('<Grantee></Grantee>', grantee) };
};

export const getEncryption: Operation = ({ service, bucket }) => {
  service.buckets.require(bucket);
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false };
  return { body: renderXml('ServerSideEncryptionConfiguration', { Rule: rule }) };
};

export const getLogging: Operation = ({ service, bucket }) => {
  service.buckets.require(bucket);
  return { body: renderXml('BucketLoggingStatus', {}) };
};

export const getRequestPayment: Operation = ({ service, bucket }) => {
  service.buckets.require(bucket);
  return { body: renderXml('RequestPaymentConfiguration', { Payer: 'BucketOwner' }) };
};
