import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SyndicationPipelineProps } from './props.ts';
import { SyndicationPipeline } from './syndication-pipeline.ts';

export interface DropwireStackProps extends StackProps {
  pipeline: SyndicationPipelineProps;
}

/** The pipeline and what a person needs to know to use it. */
export class DropwireStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline: props, ...stackProps }: DropwireStackProps) {
    super(scope, id, {
      description: 'Dropwire: an article dropped into a bucket comes out as JSON Feed, RSS and Atom',
      terminationProtection: props.stage !== 'dev',
      ...stackProps,
    });
    const pipeline = new SyndicationPipeline(this, 'Pipeline', props);

    const outputs: Record<string, [value: string, description: string]> = {
      InboxBucket: [pipeline.inbox.bucketName, 'Upload articles to this bucket'],
      SiteUrl: [pipeline.delivery.siteUrl, 'The site; its feeds are feed.json, rss.xml and atom.xml there'],
      DistributionId: [pipeline.delivery.distribution.distributionId, 'CloudFront distribution of the site'],
      DistributionDomain: [
        pipeline.delivery.distribution.distributionDomainName,
        'Where an alias record of your own domain points',
      ],
      CatalogTable: [pipeline.catalog.table.tableName, 'What became of each upload, and every feed'],
      StoreBucket: [pipeline.store.bucketName, 'Revisions of the articles'],
      SiteBucket: [pipeline.site.bucketName, 'Pages and feeds as published'],
      IngestQueueUrl: [pipeline.ingestQueue.queue.queueUrl, 'Uploads to look at'],
      IngestDeadLettersUrl: [pipeline.ingestQueue.deadLetters.queueUrl, 'Uploads that kept failing'],
      PublishQueueUrl: [pipeline.publishQueue.queue.queueUrl, 'Feeds and articles to publish'],
      PublishDeadLettersUrl: [pipeline.publishQueue.deadLetters.queueUrl, 'Publishing that kept failing'],
      EventBusName: [pipeline.events.bus.eventBusName, 'Rules here hear what was published and rejected'],
      AlarmTopic: [pipeline.monitoring.topic.topicArn, 'Subscribe here to be told of alarms'],
      DashboardName: [pipeline.monitoring.dashboardName, 'CloudWatch dashboard of the pipeline'],
    };
    for (const [index, { deadLetters }] of (pipeline.webhooks?.queues ?? []).entries()) {
      const url = new URL(props.webhooks?.[index]?.url ?? '');
      outputs[`Webhook${index + 1}DeadLettersUrl`] = [
        deadLetters.queueUrl,
        `Events that ${url.hostname} did not take`,
      ];
    }
    for (const [name, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value, description });
    }
  }
}
