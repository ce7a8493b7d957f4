import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { PipelineSettings } from '../props.ts';

/** What a bucket of the pipeline may choose; the rest is the same for all. */
export interface PrivateBucketProps extends Pick<BucketProps, 'versioned' | 'objectOwnership'> {
  settings: Pick<PipelineSettings, 'stage'>;
  /** Where its access logs go. @default - it keeps none, being that place itself */
  accessLogs?: Bucket;
  /** Beside the one that clears up uploads that were begun and never finished. */
  lifecycleRules?: LifecycleRule[];
}

/**
 * A bucket that nobody reaches but through IAM and TLS.
 * SSE-S3, not KMS: publishing compares ETags with MD5 digests, and under KMS an ETag is not one (S3 API reference, Object).
 */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    const { settings, accessLogs, lifecycleRules = [], ...rest } = props;
    super(scope, id, {
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      ...rest,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      ...(accessLogs && {
        serverAccessLogsBucket: accessLogs,
        serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      }),
      lifecycleRules: [
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        ...lifecycleRules,
      ],
      ...(settings.stage === 'prod'
        ? { removalPolicy: RemovalPolicy.RETAIN }
        : { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }),
    });
  }
}
