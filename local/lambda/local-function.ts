import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Clock } from '../../shared/clock.ts';
import { DropwireError } from '../../shared/errors.ts';
import type { FunctionSettings } from '../../shared/resources/settings.ts';

/** The function did not answer within its timeout. Lambda would have ended it; here its work may still go on. */
export class FunctionTimeoutError extends DropwireError {}

/** What a Lambda function's module exports. */
export type LambdaHandler = (event: never, context: Context) => Promise<unknown>;

/** A function that is called as Lambda calls it. */
export interface LocalFunction {
  name: string;
  /** @throws FunctionTimeoutError `function-timeout`; else what the handler threw */
  invoke(event: unknown): Promise<unknown>;
}

/** Where a function seems to run. */
export interface FunctionPlace {
  region: string;
  accountId: string;
}

/** Wraps a handler: each call gets a context of its own and the timeout that the settings give the function. */
export function localFunction(
  name: string,
  handler: LambdaHandler,
  settings: FunctionSettings,
  place: FunctionPlace,
  clock: Pick<Clock, 'now'>,
): LocalFunction {
  return {
    name,
    invoke(event) {
      const deadline = clock.now() + settings.timeoutSeconds * 1000;
      const context = contextOf(name, settings, place, () => Math.max(0, deadline - clock.now()));
      const call = handler as (event: unknown, context: Context) => Promise<unknown>;
      return withTimeout(name, settings.timeoutSeconds, async () => call(event, context));
    },
  };
}

async function withTimeout(
  name: string,
  timeoutSeconds: number,
  work: () => Promise<unknown>,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `The ${name} function took longer than its timeout of ${timeoutSeconds} s; its messages will be delivered again.`;
      reject(new FunctionTimeoutError('function-timeout', message));
    }, timeoutSeconds * 1000);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The context object of the Node.js runtime (AWS Lambda guide, "Using the Lambda context object"). */
function contextOf(
  name: string,
  settings: FunctionSettings,
  { region, accountId }: FunctionPlace,
  remaining: () => number,
): Context {
  const unsupported = () => {
    throw new Error('Callback-style handlers are not supported; return a promise.');
  };
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    memoryLimitInMB: String(settings.memoryMB),
    awsRequestId: randomUUID(),
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: remaining,
    done: unsupported,
    fail: unsupported,
    succeed: unsupported,
  };
}
