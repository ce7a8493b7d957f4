import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseEndpoints } from '../../functions/webhooks/endpoints.ts';
import { bundleInto } from '../../infra/constructs/bundling.ts';
import { pipelinePropsFrom } from '../../infra/context.ts';
import { DropwireStack } from '../../infra/dropwire-stack.ts';
import type { SyndicationPipelineProps } from '../../infra/props.ts';
import { SyndicationPipeline } from '../../infra/syndication-pipeline.ts';
import { readConfig, variables, variablesOf } from '../../shared/resources/environment.ts';
import { metricNames } from '../../shared/resources/metrics.ts';
import { functionSettings, queueSettings, webhookPatienceMs } from '../../shared/resources/settings.ts';
import { allOf, allowances, propertiesOf, type ReadableTemplate, readable } from './readable-template.ts';

const site = { title: 'Harbour News' };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/0c3a1d9e-5a4e-4a6c-9a53-3f1f0f5d2b11';
const folder = mkdtempSync(join(tmpdir(), 'dropwire-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app that neither bundles the handlers nor holds its template to CloudFormation's schemas: `npm run synth` does. */
function newApp(): App {
  const context = { 'aws:cdk:bundling-stacks': [], '@aws-cdk/core:validateAgainstDefaultRules': false };
  return new App({ context, outdir: mkdtempSync(join(folder, 'out-')) });
}

function stackWith(pipeline: Partial<SyndicationPipelineProps>): Stack {
  return new DropwireStack(newApp(), 'Test', { pipeline: { site, ...pipeline } });
}

function templateOf(stack: Stack): ReadableTemplate {
  return readable(App.of(stack)?.synth().getStackByName(stack.stackName).template);
}

const distributionOf = (template: ReadableTemplate) =>
  propertiesOf(template, 'DeliveryDistribution', 'AWS::CloudFront::Distribution')
    .DistributionConfig as Record<string, unknown>;

const findingsIn = (stack: Stack) =>
  new AwsSolutionsChecks().validateScope(stack).violations.map(({ ruleName }) => ruleName);

describe('stages', () => {
  const kept = ({ resources }: ReadableTemplate) =>
    Object.keys(resources).filter((id) => resources[id]?.deletionPolicy !== 'Delete');

  test('prod keeps all that holds data or evidence', () => {
    const stack = stackWith({});
    expect(stack.terminationProtection).toBe(true);
    const template = templateOf(stack);
    expect(kept(template).sort()).toEqual([
      'AccessLogs',
      'CanaryHandlerLogs',
      'Catalog',
      'Inbox',
      'IngestHandlerLogs',
      'PublishHandlerLogs',
      'ReconcileHandlerLogs',
      'Site',
      'Store',
    ]);
    expect(allOf(template, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });

  test('dev goes without a trace', () => {
    const stack = stackWith({ stage: 'dev' });
    expect(stack.terminationProtection).toBe(false);
    const template = templateOf(stack);
    expect(kept(template)).toEqual([]);
    expect(allOf(template, 'Custom::S3AutoDeleteObjects')).toHaveLength(4);
    expect(propertiesOf(template, 'Catalog', 'AWS::DynamoDB::Table')).toMatchObject({
      DeletionProtectionEnabled: false,
    });
    // None are configured.
    expect(JSON.stringify(template)).not.toMatch(/webhook/i);
    expect(findingsIn(stack)).toEqual([]);
  });
});

test.each(['prod', 'dev'] as const)('%s: no resource waits for itself', (stage) => {
  expect(() => Template.fromStack(stackWith({ stage }))).not.toThrow();
});

describe('the address of the site', () => {
  const siteUrl = (pipeline: Partial<SyndicationPipelineProps>) =>
    templateOf(stackWith(pipeline)).outputs.SiteUrl?.Value;

  test('is that of the domain, and the distribution answers to it over TLS 1.2', () => {
    const stack = stackWith({ domain: { name: 'news.example.com', certificateArn } });
    expect(findingsIn(stack)).toEqual([]);
    const template = templateOf(stack);
    expect(template.outputs.SiteUrl?.Value).toBe('https://news.example.com');
    expect(distributionOf(template)).toMatchObject({
      Aliases: ['news.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
  });

  test('is what the site says of itself, before all', () => {
    const baseUrl = 'https://www.example.org/';
    const stated = { site: { ...site, baseUrl }, domain: { name: 'news.example.com', certificateArn } };
    expect(siteUrl(stated)).toBe('https://www.example.org');
  });
});

test('the canary flies in prod and not in dev, unless the props say otherwise', () => {
  const shape = (stack: Stack) => {
    const template = templateOf(stack);
    const alarms = allOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => id);
    return {
      flies: 'CanaryHandlerFunction' in template.resources,
      shown: JSON.stringify(template).includes('CanaryDwell'),
      alarms: alarms.filter((id) => id.includes('canary')).length,
    };
  };
  expect(shape(stackWith({ canary: false }))).toEqual({ flies: false, shown: false, alarms: 0 });
  const inDev = stackWith({ stage: 'dev', canary: true });
  expect(shape(inDev)).toEqual({ flies: true, shown: true, alarms: 3 });
  expect(findingsIn(inDev)).toEqual([]);
});

describe('webhooks', () => {
  const webhooks = [
    { url: 'https://desk.example.com/hook', secretParameter: '/hooks/desk' },
    {
      url: 'https://archive.example.com/hook',
      secretParameter: '/hooks/archive',
      events: ['Article Withdrawn' as const],
      privateNetwork: true,
    },
  ];
  const stack = stackWith({ webhooks });
  const template = templateOf(stack);

  test('each have a rule and a queue with dead letters, and one function sends them', () => {
    expect(findingsIn(stack)).toEqual([]);
    expect(() => Template.fromStack(stack)).not.toThrow();
    for (const [number, detailType] of [
      [1, undefined],
      [2, ['Article Withdrawn']],
    ] as const) {
      expect(propertiesOf(template, `WebhooksRule${number}`, 'AWS::Events::Rule')).toMatchObject({
        EventBusName: 'EventsBus',
        EventPattern: { source: ['dropwire'], ...(detailType && { 'detail-type': detailType }) },
        Targets: [{ Arn: `WebhooksQueue${number}Queue.Arn` }],
      });
      expect(propertiesOf(template, `WebhooksQueue${number}Queue`, 'AWS::SQS::Queue')).toMatchObject({
        RedrivePolicy: {
          deadLetterTargetArn: `WebhooksQueue${number}DeadLetters.Arn`,
          maxReceiveCount: queueSettings.webhooks.maxReceiveCount,
        },
        VisibilityTimeout: 6 * functionSettings.webhooks.timeoutSeconds,
      });
      expect(
        propertiesOf(template, `WebhooksQueue${number}Delivery`, 'AWS::Lambda::EventSourceMapping'),
      ).toMatchObject({
        EventSourceArn: `WebhooksQueue${number}Queue.Arn`,
        FunctionName: 'WebhooksHandlerFunction',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      expect(template.outputs[`Webhook${number}DeadLettersUrl`]?.Value).toBe(
        `WebhooksQueue${number}DeadLetters`,
      );
    }
    // The longest of all attempts, and what surrounds it, fit into one invocation.
    expect(webhookPatienceMs).toBeLessThan(1000 * (functionSettings.webhooks.timeoutSeconds - 10));
  });

  test('the function is told what it reads, nothing else, and can read it; no secret is in the template', () => {
    const { Environment } = propertiesOf(template, 'WebhooksHandlerFunction', 'AWS::Lambda::Function');
    const environment = (Environment as { Variables: Record<string, string> }).Variables;
    expect(Object.keys(environment).sort()).toEqual(
      variablesOf.webhooks.map((variable) => variables[variable]).sort(),
    );
    expect(parseEndpoints(readConfig('webhooks', environment).webhooks)).toEqual(
      webhooks.map(({ url, secretParameter, privateNetwork = false }, index) => ({
        url,
        secretParameter,
        privateNetwork,
        queueArn: `WebhooksQueue${index + 1}Queue.Arn`,
        queueUrl: `WebhooksQueue${index + 1}Queue`,
      })),
    );
    expect(JSON.stringify(template)).not.toContain('{{resolve');
  });

  test('the function may read these secrets and hide messages of these queues, as it does, and no more', () => {
    const queue = [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ];
    const secret = (name: string) =>
      `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/hooks/${name}`;
    expect(allowances(template, 'WebhooksHandlerRole')).toEqual({
      '*': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      'WebhooksHandlerLogs.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'WebhooksQueue1Queue.Arn': queue,
      'WebhooksQueue2Queue.Arn': queue,
      [secret('desk')]: ['ssm:GetParameter'],
      [secret('archive')]: ['ssm:GetParameter'],
    });
  });

  test('the function’s bundle is small, holds nothing of the CDK and loads', async () => {
    const out = join(folder, 'webhooks');
    const { inputs, outputs } = bundleInto(out, { entryPoints: ['functions/webhooks/handler.ts'] });
    expect(Object.keys(inputs).filter((path) => /aws-cdk|^infra\//.test(path))).toEqual([]);
    const bytes = Object.values(outputs).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(bytes).toBeLessThan(380_000);
    const { Environment } = propertiesOf(template, 'WebhooksHandlerFunction', 'AWS::Lambda::Function');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', `console.log(typeof (await import('${out}/index.mjs')).handler)`],
      {
        env: {
          ...(Environment as { Variables: Record<string, string> }).Variables,
          AWS_REGION: 'eu-west-1',
        },
      },
    );
    expect(stdout).toBe('function\n');
  });

  test('are watched, and the runbook says what to do', () => {
    const names = allOf(template, 'AWS::CloudWatch::Alarm').flatMap(([, { properties }]) =>
      String(properties.AlarmName).includes('webhooks') ? [String(properties.AlarmName)] : [],
    );
    expect(names).toEqual(['Test-webhooks-errors', 'Test-webhooks-dead-letters']);
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    for (const name of names) expect(runbook).toContain(`\n### ${name.replace('Test-', '')}\n`);
    const { DashboardBody } = propertiesOf(template, 'MonitoringDashboard', 'AWS::CloudWatch::Dashboard');
    const { webhooksDelivered, webhookFailures } = metricNames;
    for (const name of [webhooksDelivered, webhookFailures]) expect(DashboardBody).toContain(`"${name}"`);
    const { Metrics } = propertiesOf(template, 'Monitoringwebhooksdeadletters', 'AWS::CloudWatch::Alarm') as {
      Metrics: { Expression?: string }[];
    };
    expect(Metrics.find(({ Expression }) => Expression)?.Expression).toBe(
      'FILL(webhook1, 0) + FILL(webhook2, 0)',
    );
  });
});

test('a web ACL, countries, a price class and retentions are passed on', () => {
  const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/news/4a1d';
  const stack = stackWith({
    webAclArn,
    countries: ['PT', 'ES'],
    priceClass: 'All',
    keepOldUploadsDays: 400,
    keepAccessLogsDays: 7,
    keepFunctionLogsDays: 365,
  });
  expect(findingsIn(stack)).toEqual([]);
  const template = templateOf(stack);
  expect(distributionOf(template)).toMatchObject({
    WebACLId: webAclArn,
    PriceClass: 'PriceClass_All',
    Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['PT', 'ES'] } },
  });
  const text = JSON.stringify(template);
  expect(text).toContain('"NoncurrentDays":400');
  expect(text).toContain('"ExpirationInDays":7');
  expect(text).toContain('"RetentionInDays":365');
});

test('alarms go by mail to whom the props name, and link to the runbook where they say it is', () => {
  const stack = stackWith({ alarmEmail: 'night@example.com', runbookUrl: 'https://example.com/runbook' });
  expect(findingsIn(stack)).toEqual([]);
  const template = templateOf(stack);
  expect(allOf(template, 'AWS::SNS::Subscription').map(([, { properties }]) => properties)).toEqual([
    { Protocol: 'email', Endpoint: 'night@example.com', TopicArn: 'MonitoringTopic' },
  ]);
  const links = allOf(template, 'AWS::CloudWatch::Alarm').map(([, { properties }]) =>
    String(properties.AlarmDescription).split(': ').at(-1),
  );
  expect(links).toContain('https://example.com/runbook#ingest-errors');
});

test('the edge chooses among the formats that the site publishes', () => {
  const template = templateOf(stackWith({ site: { ...site, formats: ['atom'] } }));
  const { FunctionCode } = propertiesOf(template, 'DeliveryEdgeviewerrequest', 'AWS::CloudFront::Function');
  expect(FunctionCode).toContain("\nconst published = ['atom.xml', 'index.html'];\n");
});

describe('as a construct in an app of others', () => {
  test('it may stand in any stack, twice, and is as clean there', () => {
    const stack = new Stack(newApp(), 'Theirs');
    new SyndicationPipeline(stack, 'News', { site });
    const sports = new SyndicationPipeline(stack, 'Sports', { site: { title: 'Harbour Sports' } });
    expect(findingsIn(stack)).toEqual([]);
    expect(allOf(templateOf(stack), 'AWS::CloudFront::Distribution')).toHaveLength(2);
    const names = allOf(templateOf(stack), 'AWS::CloudWatch::Alarm').map(
      ([, { properties }]) => properties.AlarmName,
    );
    expect(names).toContain('Theirs-News-ingest-errors');
    expect(new Set(names).size).toBe(names.length);
    expect(stack.resolve(sports.inbox.bucketName)).toEqual({ Ref: expect.stringMatching(/^SportsInbox/) });
  });

  test('acknowledgements cover nothing beyond their resources', () => {
    const stack = new Stack(newApp(), 'Theirs');
    new SyndicationPipeline(stack, 'News', { site });
    new CfnQueue(stack, 'Careless');
    expect(findingsIn(stack)).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
  });
});

describe('props that are wrong are named', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['a typo', { stagee: 'dev' }, /stagee/],
    ['no title', { site: { title: '' } }, /site\.title/],
    ['a stage there is not', { stage: 'test' }, /stage/],
    [
      'a certificate elsewhere',
      {
        domain: {
          name: 'news.example.com',
          certificateArn: certificateArn.replace('us-east-1', 'eu-west-1'),
        },
      },
      /domain\.certificateArn/,
    ],
    [
      'a domain with a scheme',
      { domain: { name: 'https://news.example.com', certificateArn } },
      /domain\.name/,
    ],
    ['old uploads gone before their tombstones', { keepOldUploadsDays: 29 }, /keepOldUploadsDays/],
    ['a retention CloudWatch does not know', { keepFunctionLogsDays: 31 }, /keepFunctionLogsDays/],
    ['a mail address that is none', { alarmEmail: 'night at example.com' }, /alarmEmail/],
    [
      'a webhook without TLS',
      { webhooks: [{ url: 'http://desk.example.com/', secretParameter: '/hooks/desk' }] },
      /webhooks\[0\]\.url/,
    ],
    [
      'a secret in place of its parameter',
      { webhooks: [{ url: 'https://desk.example.com/', secretParameter: 'whsec_c2VjcmV0' }] },
      /webhooks\[0\]\.secretParameter/,
    ],
    ['a country by name', { countries: ['Portugal'] }, /countries\[0\]/],
    [
      'a regional web ACL',
      {
        webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/news/4a1d',
      },
      /webAclArn/,
    ],
    [
      'more site settings than fit',
      {
        site: { ...site, description: 'x'.repeat(4000) },
      },
      /Shorten the description/,
    ],
  ];
  test.each(wrong)('%s', (_, props, message) => {
    const make = () => stackWith(props as Partial<SyndicationPipelineProps>);
    expect(make).toThrow(message);
    expect(make).toThrow(expect.objectContaining({ code: 'pipeline-props-invalid' }));
  });
});

describe('the context of the CDK app', () => {
  const props = (context: Record<string, unknown>) => pipelinePropsFrom((key) => ({ site, ...context })[key]);

  test('gives props: numbers also where the command line gave text', () => {
    expect(props({ stage: 'dev', keepOldUploadsDays: '120', priceClass: '200' })).toMatchObject({
      site: { title: 'Harbour News', timeZone: 'UTC' },
      stage: 'dev',
      keepOldUploadsDays: 120,
      priceClass: '200',
    });
  });

  test('gives webhooks, also as the command line has them', () => {
    const webhooks = [{ url: 'https://desk.example.com/', secretParameter: '/hooks/desk' }];
    expect(props({ webhooks }).webhooks).toEqual(webhooks);
    expect(props({ webhooks: JSON.stringify(webhooks) }).webhooks).toEqual(webhooks);
    expect(() => stackWith(props({ webhooks: 'desk' }))).toThrow(/webhooks/);
  });

  test('gives the canary as yes or no, and what is neither for the props to refuse', () => {
    expect([props({ canary: 'false' }).canary, props({ canary: true }).canary, props({}).canary]).toEqual([
      false,
      true,
      undefined,
    ]);
    expect(() => stackWith(props({ canary: 'perhaps' }))).toThrow(/canary/);
  });

  test('names the stack by its stage, so that both may stand in one account', () => {
    expect(props({}).stackName).toBe('Dropwire');
    expect(props({ stage: 'dev' }).stackName).toBe('Dropwire-dev');
    expect(props({ stackName: 'News' }).stackName).toBe('News');
  });

  test('without a site says where it belongs', () => {
    expect(() => props({ site: undefined })).toThrow(/context "site" in cdk\.json/);
  });
});
