import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';
import { type AwsCommand, type CommandExecutor, clientOf, operationOf } from '../models/service-model.ts';
import type { Scheduler, SimulatedProcess } from './scheduler.ts';

/**
 * An SDK client of one process, of which every request waits for the scheduler.
 * @param service name for traces: `s3`, `dynamodb`, `sqs`
 */
export function simulatedClient<Client>(
  scheduler: Scheduler,
  process: () => SimulatedProcess,
  service: string,
  executor: CommandExecutor,
): Client {
  return clientOf<Client>((command) => {
    const operation = operationOf(command);
    const request = withToken(command);
    return scheduler.reach(process(), { service, operation, input: command.input }, () =>
      executor.execute(request),
    );
  });
}

/** The SDK gives a transaction a token of its own, so that its retries do nothing twice; the model counts on it. */
function withToken(command: AwsCommand): AwsCommand {
  if (operationOf(command) !== 'TransactWriteItems' || 'ClientRequestToken' in command.input) return command;
  const input = { ...command.input, ClientRequestToken: randomUUID() };
  return { constructor: command.constructor, input };
}

/** What a request is about, for traces. */
export function subjectOf(input: object): string {
  const { Key, TransactItems, MessageBody, ExpressionAttributeValues, Item } = input as Record<
    string,
    unknown
  >;
  const subject = Key ?? MessageBody ?? Item ?? ExpressionAttributeValues ?? TransactItems ?? '';
  return typeof subject === 'string' ? subject : JSON.stringify(subject).slice(0, 200);
}

/** A clock whose sleeps end when the scheduler says so; how long was asked for makes no difference. */
export function simulatedClock(
  scheduler: Scheduler,
  process: () => SimulatedProcess,
  now: () => number,
): Clock {
  return {
    now,
    sleep: (_milliseconds) =>
      scheduler.reach(process(), { service: 'clock', operation: 'sleep', input: {} }, () => undefined),
  };
}
