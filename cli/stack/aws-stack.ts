import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { nameOf } from '../../shared/clients.ts';
import * as z from '../../shared/zod.ts';
import { type Stack, StackUnreachableError } from './stack.ts';

/** The outputs of the CloudFormation stack that commands need; `infra/dropwire-stack.ts` names them. */
const outputsSchema = z.object({
  SiteUrl: z.url(),
  InboxBucket: z.string(),
  StoreBucket: z.string(),
  CatalogTable: z.string(),
  IngestQueueUrl: z.url(),
  IngestDeadLettersUrl: z.url(),
  PublishQueueUrl: z.url(),
  PublishDeadLettersUrl: z.url(),
});

/** What is known of a stack before any of its resources is asked. */
export type StackDescription = Omit<Stack, 'clients' | 'close'>;

/**
 * Reads from CloudFormation where a deployed stack has its resources.
 * @throws StackUnreachableError `stack-not-found`, `stack-foreign`, `credentials-missing`, `region-missing` or `stack-not-reachable`
 */
export async function describeAwsStack(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  name: string,
): Promise<StackDescription> {
  const outputs = outputsSchema.safeParse(await readOutputs(cloudFormation, name));
  if (!outputs.success) {
    const fields = outputs.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new StackUnreachableError(
      'stack-foreign',
      `The stack ${name} lacks the outputs ${fields}: it is no Dropwire stack, or one of another version. Deploy it again, or name another with --stack.`,
      { cause: outputs.error },
    );
  }
  const { data } = outputs;
  return {
    siteUrl: data.SiteUrl.replace(/\/?$/, '/'),
    inboxBucket: data.InboxBucket,
    storeBucket: data.StoreBucket,
    catalogTable: data.CatalogTable,
    queues: {
      ingest: { url: data.IngestQueueUrl, deadLetterUrl: data.IngestDeadLettersUrl },
      publish: { url: data.PublishQueueUrl, deadLetterUrl: data.PublishDeadLettersUrl },
    },
  };
}

async function readOutputs(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  StackName: string,
): Promise<Record<string, string | undefined>> {
  try {
    const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
  } catch (cause) {
    const [code, message] = explain(cause, StackName);
    throw new StackUnreachableError(code, message, { cause });
  }
}

function explain(error: unknown, stack: string): [code: string, message: string] {
  const name = nameOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (name === 'ValidationError' && /does not exist/.test(text)) {
    return [
      'stack-not-found',
      `There is no stack ${stack} in this account and region. See its name in the output of "npx cdk deploy", and the region with --region.`,
    ];
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return [
      'credentials-missing',
      `AWS needs credentials: sign in, or name a profile with --profile. ${text}`,
    ];
  }
  if (/region is missing/i.test(text)) {
    return ['region-missing', 'In which region is the stack? Say so with --region, or set AWS_REGION.'];
  }
  return ['stack-not-reachable', `The stack ${stack} can't be looked up: ${text}`];
}
