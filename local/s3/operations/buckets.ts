import { type Bucket, checkBucketName } from '../buckets.ts';
import { invalidArgument, malformedXml, S3Error } from '../errors.ts';
import { testMessage } from '../event-message.ts';
import {
  parseNotifications,
  type QueueConfiguration,
  renderNotifications,
} from '../notification-configuration.ts';
import { receiveDocument } from '../request-body.ts';
import { type Operation, ownerId, type S3Call } from '../service.ts';
import { childText, parseXml, renderXml } from '../xml.ts';

const bucketOf = ({ service, bucket }: S3Call): Bucket => service.buckets.require(bucket);

/** ListBuckets. */
export const listBuckets: Operation = ({ service, request }) => {
  const prefix = request.query.get('prefix') ?? '';
  const buckets = service.buckets.list().filter((bucket) => bucket.name.startsWith(prefix));
  return {
    body: renderXml('ListAllMyBucketsResult', {
      Owner: { ID: ownerId, DisplayName: ownerId },
      Buckets: {
        Bucket: buckets.map((bucket) => ({
          Name: bucket.name,
          CreationDate: new Date(bucket.created).toISOString(),
          BucketRegion: service.region,
        })),
      },
    }),
  };
};

/** CreateBucket. In us-east-1 creating one's own bucket again succeeds, elsewhere it is a conflict, as on AWS. */
export const createBucket: Operation = async (call) => {
  const { service, bucket } = call;
  checkBucketName(bucket);
  const text = await receiveDocument(call);
  const region =
    text === '' ? undefined : childText(parseXml(text, 'CreateBucketConfiguration'), 'LocationConstraint');
  if (region !== undefined && region !== '' && region !== service.region) {
    throw new S3Error(
      400,
      'IllegalLocationConstraintException',
      `This server is region ${service.region}; the location constraint ${region} does not fit it.`,
    );
  }
  if (!service.buckets.find(bucket)) service.buckets.create(bucket, service.clock.now());
  else if (service.region !== 'us-east-1') {
    throw new S3Error(409, 'BucketAlreadyOwnedByYou', 'You have a bucket of this name already.', {
      details: { BucketName: bucket },
    });
  }
  return { headers: { Location: `/${bucket}` } };
};

/** HeadBucket. */
export const headBucket: Operation = (call) => {
  bucketOf(call);
  return { headers: { 'x-amz-bucket-region': call.service.region, 'x-amz-access-point-alias': 'false' } };
};

/** DeleteBucket. */
export const deleteBucket: Operation = ({ service, bucket }) => {
  service.files.remove(service.buckets.remove(bucket));
  return { status: 204 };
};

/** GetBucketLocation: empty for us-east-1. */
export const getLocation: Operation = (call) => {
  bucketOf(call);
  const { region } = call.service;
  return { body: renderXml('LocationConstraint', region === 'us-east-1' ? '' : region) };
};

/** GetBucketVersioning. */
export const getVersioning: Operation = (call) => ({
  body: renderXml('VersioningConfiguration', { Status: bucketOf(call).versioning }),
});

/** PutBucketVersioning. */
export const putVersioning: Operation = async (call) => {
  bucketOf(call);
  const root = parseXml(await receiveDocument(call), 'VersioningConfiguration');
  const status = childText(root, 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml('Status is Enabled or Suspended.');
  call.service.buckets.set(call.bucket, 'versioning', status);
  return {};
};

/** GetBucketNotificationConfiguration. */
export const getNotifications: Operation = (call) => {
  const { notifications } = bucketOf(call);
  const configurations =
    notifications === undefined ? [] : (JSON.parse(notifications) as QueueConfiguration[]);
  return { body: renderXml('NotificationConfiguration', renderNotifications(configurations)) };
};

/** PutBucketNotificationConfiguration; each queue gets a test message, as on AWS. */
export const putNotifications: Operation = async (call) => {
  const { request, service, bucket } = call;
  bucketOf(call);
  const root = parseXml(await receiveDocument(call), 'NotificationConfiguration');
  const configurations = parseNotifications(root);
  const queues = new Set(configurations.map((configuration) => configuration.queueArn));
  if (queues.size > 0 && !service.outbox.canDeliver) {
    throw invalidArgument(
      'Queue',
      [...queues].join(),
      'Unable to validate the destination: this server delivers to no queues.',
    );
  }
  service.database.transaction(() => {
    bucketOf(call);
    service.buckets.set(
      bucket,
      'notifications',
      queues.size === 0 ? undefined : JSON.stringify(configurations),
    );
    for (const queueArn of queues) {
      service.outbox.add(queueArn, bucket, testMessage(bucket, service.clock.now(), request.id));
    }
  });
  service.outbox.wake();
  return {};
};
