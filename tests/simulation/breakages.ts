import { type AwsCommand, type CommandExecutor, operationOf } from '../helpers/models/service-model.ts';
import type { Breakage } from './world.ts';

/** A wrapper around one service as one function sees it; everything else stays whole. */
function around(
  lambda: Parameters<Breakage>[2],
  service: Parameters<Breakage>[1],
  wrap: (execute: CommandExecutor['execute'], command: AwsCommand) => object,
): Breakage {
  return (executor, itsService, itsLambda) =>
    itsLambda === lambda && itsService === service
      ? { execute: (command) => wrap((given) => executor.execute(given), command) }
      : executor;
}

const withInput = (command: AwsCommand, input: object): AwsCommand => ({
  constructor: command.constructor,
  input,
});

/**
 * Publishers write whatever stands there: the conditions of their writes get lost on the way. As every publisher looks
 * again after its write, harm is done only by a write that arrives when its sender is dead.
 */
export const ignoreConditions: Breakage = around('publish', 's3', (execute, command) => {
  const { IfMatch: _match, IfNoneMatch: _none, ...input } = command.input as Record<string, unknown>;
  return execute(withInput(command, input));
});

/** Ingest takes every event for a new one: the sequencer that the catalog has stored reads as the very first. */
export const forgetSequencers: Breakage = around('ingest', 'dynamodb', (execute, command) => {
  const answer = execute(command) as {
    Item?: Record<string, unknown>;
    Responses?: Record<string, Record<string, unknown>[]>;
  };
  const forget = (item: Record<string, unknown>) =>
    item.sequencer ? { ...item, sequencer: { S: '' } } : item;
  if (operationOf(command) === 'GetItem' && answer.Item) return { ...answer, Item: forget(answer.Item) };
  if (operationOf(command) !== 'BatchGetItem') return answer;
  const tables = Object.entries(answer.Responses ?? {}).map(([name, items]) => [name, items.map(forget)]);
  return { ...answer, Responses: Object.fromEntries(tables) };
});

/**
 * Publishers don't look again after a write: a reading that follows a write to the same feed or article gets the
 * answer of the reading before it.
 */
export const dropSecondQuery: Breakage = (() => {
  // One of these for each execution environment, shared by its clients of S3 and DynamoDB.
  let latest: { answers: Map<string, object>; stale: Set<string> };
  return (executor, service, lambda) => {
    if (lambda !== 'publish' || service === 'sqs') return executor;
    if (service === 's3') latest = { answers: new Map(), stale: new Set() };
    const { answers, stale } = latest;
    return {
      execute(command) {
        const operation = operationOf(command);
        if (service === 's3') {
          const answer = executor.execute(command);
          const written = operation === 'PutObject' || operation === 'DeleteObject';
          const subject = written ? subjectOf(command.input) : undefined;
          for (const reading of answers.keys()) if (subject && reading.includes(subject)) stale.add(reading);
          return answer;
        }
        const reading = JSON.stringify(command.input);
        if (stale.delete(reading)) return answers.get(reading) as object;
        const answer = executor.execute(command);
        if (operation === 'Query' || operation === 'GetItem') answers.set(reading, answer);
        return answer;
      },
    };
  };
})();

/** Start of the table keys that a document of the site is made from. */
function subjectOf(input: object): string {
  const { Key = '' } = input as { Key?: string };
  const article = /^articles\/.*-([0-9a-f]{8})\//.exec(Key);
  if (article) return `ARTICLE#${article[1]}`;
  const feed = Key.replace(/(archive\/[^/]+\/)?[^/]*$/, '').replace(/\/$/, '');
  return `FEED#${feed || 'all'}#`;
}

/** Archive pages are held back until the head of their feed has been written. */
export const headsFirst: Breakage = (executor, service, lambda) => {
  if (lambda !== 'publish' || service !== 's3') return executor;
  const held: AwsCommand[] = [];
  return {
    execute(command) {
      const { Key = '' } = command.input as { Key?: string };
      if (operationOf(command) !== 'PutObject' || Key.startsWith('articles/'))
        return executor.execute(command);
      if (Key.includes('archive/')) {
        held.push(command);
        return { $metadata: { httpStatusCode: 200 } };
      }
      const answer = executor.execute(command);
      for (const page of held.splice(0)) {
        try {
          executor.execute(page);
        } catch {
          // Somebody else was faster; the page is there.
        }
      }
      return answer;
    },
  };
};

/** Publishers take changes out of the catalog as soon as they have read them, before the change log holds them. */
export const forgetChangesEarly: Breakage = around('publish', 'dynamodb', (execute, command) => {
  const answer = execute(command) as { Items?: Record<string, { S?: string }>[] };
  if (operationOf(command) !== 'Query') return answer;
  const { TableName } = command.input as { TableName?: string };
  const waiting = (answer.Items ?? []).filter(({ sk }) => sk?.S?.startsWith('CHANGE#'));
  const requests = waiting.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  class BatchWriteItemCommand {
    readonly input = { RequestItems: { [TableName ?? '']: requests } };
  }
  if (requests.length > 0) execute(new BatchWriteItemCommand());
  return answer;
});

/** The change log is written whatever stands there. */
export const overwriteLog: Breakage = around('publish', 's3', (execute, command) => {
  const { IfMatch: _match, IfNoneMatch: _none, ...input } = command.input as Record<string, unknown>;
  return execute(input.Key === 'changes.json' ? withInput(command, input) : command);
});

/** A page of the change log is sealed while its changes still wait in the catalog. */
export const sealTooSoon: Breakage = around('publish', 'dynamodb', (execute, command) =>
  operationOf(command) === 'BatchWriteItem' ? { UnprocessedItems: {} } : execute(command),
);

/** The head of the change log goes on to the next page while the full one is not there yet. */
export const logHeadFirst: Breakage = (executor, service, lambda) => {
  if (lambda !== 'publish' || service !== 's3') return executor;
  const held: AwsCommand[] = [];
  return {
    execute(command) {
      const { Key = '' } = command.input as { Key?: string };
      if (operationOf(command) !== 'PutObject' || !Key.startsWith('changes'))
        return executor.execute(command);
      if (Key !== 'changes.json') {
        held.push(command);
        return { $metadata: { httpStatusCode: 200 } };
      }
      const answer = executor.execute(command);
      for (const page of held.splice(0)) executor.execute(page);
      return answer;
    },
  };
};
