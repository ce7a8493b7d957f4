import { Duration } from 'aws-cdk-lib';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import type { PipelineSettings } from '../props.ts';

/** Access logs of every other bucket and of the distribution, for a limited time. */
export class AccessLogs extends PrivateBucket {
  constructor(scope: Construct, id: string, settings: PipelineSettings) {
    super(scope, id, {
      settings,
      // CloudFront delivers its standard logs by ACL.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ id: 'old-logs', expiration: Duration.days(settings.keepAccessLogsDays) }],
    });
  }
}
