import type { Command } from 'commander';
import { dataFolder, usualDataFolder } from './data-folder.ts';
import type { Stack } from './stack.ts';

/** How a command is told which stack it is about. */
export interface StackOptions {
  stack: string;
  data: string;
  profile?: string;
  region?: string;
}

/** Gives a command the options that every command with a stack has. */
export function addStackOptions(command: Command): Command {
  return command
    .option('--stack <name>', 'the stack: "local", or the name of a CloudFormation stack on AWS', 'local')
    .option('--data <dir>', 'data folder of the local stack, as given to npm start', usualDataFolder)
    .option('--profile <name>', 'AWS: profile of the shared configuration, as for the AWS CLI')
    .option('--region <region>', 'AWS: region of the stack, as for the AWS CLI');
}

/**
 * Finds the stack.
 * @throws StackUnreachableError with the codes of the kinds of stacks
 */
export async function openStack({ stack: name, data, profile, region }: StackOptions): Promise<Stack> {
  if (name === 'local') {
    const { localStack } = await import('./local-stack.ts');
    return localStack(dataFolder(data));
  }
  const [{ describeAwsStack }, { CloudFormationClient }, { DynamoDBClient }, { S3Client }, { SQSClient }] =
    await Promise.all([
      import('./aws-stack.ts'),
      import('@aws-sdk/client-cloudformation'),
      import('@aws-sdk/client-dynamodb'),
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/client-sqs'),
    ]);
  const place = placeOf({ profile, region }, process.env);
  const description = await describeAwsStack(new CloudFormationClient(place), name);
  const clients = {
    s3: new S3Client(place),
    sqs: new SQSClient(place),
    dynamodb: new DynamoDBClient(place),
  };
  return {
    ...description,
    clients,
    close: () => Object.values(clients).forEach((client) => void client.destroy()),
  };
}

/** Profile and region as the AWS CLI takes them, which knows a variable for the region that the SDK doesn't. */
export function placeOf(
  { profile, region }: Pick<StackOptions, 'profile' | 'region'>,
  { AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv,
): { profile?: string; region?: string } {
  const where = region ?? (AWS_REGION || AWS_DEFAULT_REGION);
  return { ...(profile && { profile }), ...(where && { region: where }) };
}

/** Opens the stack, does the work and closes it, whatever becomes of the work. */
export async function withStack<T>(options: StackOptions, work: (stack: Stack) => Promise<T>): Promise<T> {
  const stack = await openStack(options);
  try {
    return await work(stack);
  } finally {
    stack.close();
  }
}
