import { notImplemented, S3Error } from './errors.ts';
import * as buckets from './operations/buckets.ts';
import { completeUpload } from './operations/complete-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import * as cors from './operations/cors.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import * as listings from './operations/listings.ts';
import * as multipart from './operations/multipart.ts';
import { putObject } from './operations/put-object.ts';
import * as tagging from './operations/tagging.ts';
import * as unset from './operations/unset-configurations.ts';
import * as uploadListings from './operations/upload-listings.ts';
import type { S3Request } from './request.ts';
import type { Operation } from './service.ts';

type Routes = Readonly<Record<string, Operation>>;

/** Operations by method and, where there is one, the query parameter that selects them. '' means none. */
const bucketRoutes: Routes = {
  'GET list-type': listings.listObjectsV2,
  'GET versions': listings.listObjectVersions,
  'GET uploads': uploadListings.listUploads,
  'GET location': buckets.getLocation,
  'GET versioning': buckets.getVersioning,
  'PUT versioning': buckets.putVersioning,
  'GET notification': buckets.getNotifications,
  'PUT notification': buckets.putNotifications,
  'GET cors': cors.getCors,
  'PUT cors': cors.putCors,
  'DELETE cors': cors.deleteCors,
  'GET acl': unset.getAcl,
  'GET policy': unset.getPolicy,
  'GET lifecycle': unset.getLifecycle,
  'GET tagging': unset.getBucketTagging,
  'GET encryption': unset.getEncryption,
  'GET website': unset.getWebsite,
  'GET logging': unset.getLogging,
  'GET requestPayment': unset.getRequestPayment,
  'POST delete': deleteObjects,
  'GET ': listings.listObjectsV1,
  'HEAD ': buckets.headBucket,
  'PUT ': buckets.createBucket,
  'DELETE ': buckets.deleteBucket,
};

const objectRoutes: Routes = {
  'GET tagging': tagging.getTagging,
  'PUT tagging': tagging.putTagging,
  'DELETE tagging': tagging.deleteTagging,
  'GET acl': unset.getAcl,
  'GET uploadId': uploadListings.listParts,
  'PUT uploadId': multipart.uploadPart,
  'POST uploadId': completeUpload,
  'DELETE uploadId': multipart.abortUpload,
  'POST uploads': multipart.createUpload,
  'GET ': getObject,
  'HEAD ': headObject,
  'PUT ': putObject,
  'DELETE ': deleteObject,
};

/** Query parameters that turn a request into another operation, whether or not it is offered here. */
const selectors = [
  ...[
    'accelerate',
    'acl',
    'analytics',
    'attributes',
    'cors',
    'delete',
    'encryption',
    'intelligent-tiering',
    'inventory',
  ],
  ...[
    'legal-hold',
    'lifecycle',
    'list-type',
    'location',
    'logging',
    'metrics',
    'notification',
    'object-lock',
  ],
  ...[
    'ownershipControls',
    'policy',
    'policyStatus',
    'publicAccessBlock',
    'replication',
    'requestPayment',
    'restore',
  ],
  ...[
    'retention',
    'select',
    'tagging',
    'torrent',
    'uploadId',
    'uploads',
    'versioning',
    'versions',
    'website',
  ],
];

/** Finds the operation of a request. @throws S3Error `NotImplemented`, `MethodNotAllowed` */
export function route(request: S3Request): Operation {
  const { method, bucket, key, query, headers } = request;
  if (bucket === undefined) {
    if (method === 'GET') return buckets.listBuckets;
    throw new S3Error(405, 'MethodNotAllowed', 'Only GET is allowed on the root.');
  }
  const selector = selectors.find((name) => query.has(name)) ?? '';
  if (key !== undefined && method === 'PUT' && headers.has('x-amz-copy-source')) {
    if (selector === 'uploadId') return multipart.uploadPartCopy;
    if (selector === '') return copyObject;
  }
  const operation = (key === undefined ? bucketRoutes : objectRoutes)[`${method} ${selector}`];
  if (operation) return operation;
  if (selector !== '') throw notImplemented(`${method} with ?${selector}`);
  throw new S3Error(405, 'MethodNotAllowed', 'The method is not allowed against this resource.');
}
