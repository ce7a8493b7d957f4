import { Token } from 'aws-cdk-lib';
import { ConfigurationError } from '../shared/errors.ts';
import { eventTypes } from '../shared/events/events.ts';
import { tombstoneDays } from '../shared/resources/settings.ts';
import { siteSettingsSchema } from '../shared/site-settings.ts';
import * as z from '../shared/zod.ts';

/** Log retentions that CloudWatch Logs offers, in days (PutRetentionPolicy), as far as they make sense here. */
const logRetentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/** An ARN: checked where it is known, let through where CloudFormation will fill it in. */
const arn = (pattern: RegExp, message: string) =>
  z.string().check(z.refine((value) => Token.isUnresolved(value) || pattern.test(value), message));

const domainSchema = z.strictObject({
  /** Host name of the site, such as `news.example.com`; point it at the distribution with an alias record. */
  name: z.hostname().check(z.refine((name) => name.includes('.'), 'is not a full host name')),
  /** ACM certificate that covers it. CloudFront takes certificates from us-east-1 only. */
  certificateArn: arn(
    /^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/.+$/,
    'is not the ARN of an ACM certificate in us-east-1, the only region that CloudFront takes them from',
  ),
});

/** Amazon SQS guide and AWS Lambda quotas leave room for more; a function's environment does not. */
const mostWebhooks = 5;

const webhookSchema = z.strictObject({
  /** Where events are sent. */
  url: z.url({ protocol: /^https$/ }).check(
    z.maxLength(300),
    z.refine((url) => URL.canParse(url) && new URL(url).username === '', 'names a user'),
  ),
  /** Name of an SSM parameter of type SecureString with the secret, `whsec_…`; it starts with a slash. */
  secretParameter: z
    .string()
    .check(z.maxLength(200), z.regex(/^(?:\/[\w.-]+)+$/, 'is not the full name of a parameter')),
  /**
   * Which events are sent.
   * @default - all
   */
  events: z.optional(z.array(z.enum(eventTypes)).check(z.minLength(1))),
  /**
   * Let its host have an address that the internet doesn't reach.
   * @default false
   */
  privateNetwork: z._default(z.boolean(), false),
});

/** An endpoint with every default filled in. */
export type WebhookSettings = z.output<typeof webhookSchema>;

export const pipelinePropsSchema = z.strictObject({
  /** What the site says about itself; the functions get it with every default filled in. */
  site: siteSettingsSchema,
  /**
   * `prod` keeps every bucket and table when the stack goes and protects the table from deletion;
   * `dev` takes everything with it.
   * @default 'prod'
   */
  stage: z._default(z.enum(['dev', 'prod']), 'prod'),
  /**
   * Serve under a name of one's own, over TLS 1.2 or later.
   * @default - the distribution's own name under cloudfront.net
   */
  domain: z.optional(domainSchema),
  /**
   * Where CloudFront answers from: `100` North America, Europe and Israel, `200` most of the world, `All` everywhere.
   * @default '100'
   */
  priceClass: z._default(z.enum(['100', '200', 'All']), '100'),
  /**
   * AWS WAF web ACL to put before the site, of scope CLOUDFRONT.
   * @default - none: the site is static, public and takes GET, HEAD and OPTIONS only
   */
  webAclArn: z.optional(
    arn(
      /^arn:aws[\w-]*:wafv2:us-east-1:\d{12}:global\/webacl\/.+$/,
      'is not the ARN of a web ACL of scope CLOUDFRONT',
    ),
  ),
  /**
   * ISO 3166-1 alpha-2 codes of the only countries that are served.
   * @default - all
   */
  countries: z.optional(
    z
      .array(z.string().check(z.regex(/^[A-Z]{2}$/, 'is not a two-letter country code')))
      .check(z.minLength(1)),
  ),
  /**
   * Send an article through the pipeline every quarter of an hour, unseen by readers, and measure how long it takes.
   * @default - in `prod`, yes
   */
  canary: z.optional(z.boolean()),
  /**
   * Endpoints that are sent the pipeline's events, signed as Standard Webhooks says.
   * @default - none
   */
  webhooks: z._default(z.array(webhookSchema).check(z.maxLength(mostWebhooks)), []),
  /**
   * Days to keep uploads after they were overwritten or deleted. At least as long as their tombstones.
   * @default 90
   */
  keepOldUploadsDays: z._default(z.int().check(z.gte(tombstoneDays)), 90),
  /**
   * Days to keep the access logs of buckets and site. They hold readers' IP addresses.
   * @default 30
   */
  keepAccessLogsDays: z._default(z.int().check(z.gte(1)), 30),
  /**
   * Days to keep the functions' logs.
   * @default 30
   */
  keepFunctionLogsDays: z._default(z.literal(logRetentions), 30),
  /**
   * Who is told by mail when an alarm goes off; they confirm the subscription once, in a mail from AWS.
   * @default - nobody: subscribe to the topic of the alarms yourself
   */
  alarmEmail: z.optional(z.email()),
  /**
   * Where people on call find docs/runbook.md: alarms link to its entries.
   * @default 'docs/runbook.md'
   */
  runbookUrl: z._default(z.string().check(z.minLength(1), z.maxLength(500)), 'docs/runbook.md'),
});

/** What `SyndicationPipeline` takes; only `site` is required. */
export type SyndicationPipelineProps = z.input<typeof pipelinePropsSchema>;

/** The same with every default filled in. */
export type PipelineSettings = z.output<typeof pipelinePropsSchema>;

/** Lambda allows 4 KB for all of a function's environment; the other variables need the rest. */
const maxSiteSettingsBytes = 3000;

/**
 * Validates the props of the pipeline.
 * @throws ConfigurationError `pipeline-props-invalid`, naming each field that is wrong.
 */
export function parsePipelineProps(props: SyndicationPipelineProps): PipelineSettings {
  const parsed = pipelinePropsSchema.safeParse(props);
  if (!parsed.success) {
    throw new ConfigurationError(
      'pipeline-props-invalid',
      `The pipeline's props are wrong:\n${z.prettifyError(parsed.error)}`,
      { cause: parsed.error },
    );
  }
  const bytes = Buffer.byteLength(JSON.stringify(parsed.data.site));
  if (bytes > maxSiteSettingsBytes) {
    throw new ConfigurationError(
      'pipeline-props-invalid',
      `The site settings take ${bytes} bytes as JSON; a function's environment has room for ${maxSiteSettingsBytes}. Shorten the description or name fewer hubs.`,
    );
  }
  return parsed.data;
}
