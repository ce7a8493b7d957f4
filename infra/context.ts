import { parseSiteSettings } from '../shared/site-settings.ts';
import type { SyndicationPipelineProps } from './props.ts';

const texts = [
  'stage',
  'priceClass',
  'webAclArn',
  'domain',
  'countries',
  'alarmEmail',
  'runbookUrl',
] as const;
const numbers = ['keepOldUploadsDays', 'keepAccessLogsDays', 'keepFunctionLogsDays'] as const;

/** A list, which the command line gives as JSON; what is no JSON is for the props to refuse. */
function listFrom(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * The pipeline's props from the CDK context: cdk.json, or `-c key=value`, which the CLI hands on as text.
 * Only what can't be told from text is done here; the pipeline itself validates its props.
 * @param context looks up a key; undefined when it isn't set
 * @returns the props, and the name of the stack: `Dropwire`, or `Dropwire-dev` beside it in the same account
 * @throws ConfigurationError `site-settings-invalid`
 */
export function pipelinePropsFrom(
  context: (key: string) => unknown,
): SyndicationPipelineProps & { stackName: string } {
  const given: Record<string, unknown> = {};
  for (const key of texts) given[key] = context(key);
  for (const key of numbers) {
    const value = context(key);
    given[key] = typeof value === 'string' ? Number(value) : value;
  }
  const canary = context('canary');
  given.webhooks = listFrom(context('webhooks'));
  given.canary = canary === 'true' ? true : canary === 'false' ? false : canary;
  const stackName = context('stackName');
  return {
    ...(given as Omit<SyndicationPipelineProps, 'site'>),
    site: parseSiteSettings(context('site')),
    stackName:
      typeof stackName === 'string' ? stackName : given.stage === 'dev' ? 'Dropwire-dev' : 'Dropwire',
  };
}
