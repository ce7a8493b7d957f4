import { dynamoDbError, s3Error, transactionCanceled } from '../models/service-error.ts';
import type { PendingStep } from './scheduler.ts';

/** What the outside world does to one request. */
export type Fate =
  /** It is carried out and answered. */
  | 'done'
  /** Refused without effect: throttled, or a connection that broke on the way there. */
  | 'refused'
  /** Carried out, but the answer is lost and the caller sees a timeout. */
  | 'answer-lost'
  /** Carried out, the answer is lost, and the SDK by itself sends the same again: that answer arrives. */
  | 'sent-twice'
  /** Refused because another request for the same thing was on its way. */
  | 'conflict'
  /** The process dies before the request has effect. */
  | 'crash-before'
  /** The process dies after the request has had effect. */
  | 'crash-after'
  /** The process dies with the request on its way; it has effect some time later, when nobody waits for it. */
  | 'crash-late';

const writes = new Set([
  'PutObject',
  'DeleteObject',
  'DeleteObjects',
  'PutObjectTagging',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'TransactWriteItems',
  'SendMessage',
  'SendMessageBatch',
  'PutEvents',
]);

/** Whether two requests of this kind can get in each other's way in the service itself. */
export function canConflict({ operation, input }: PendingStep): boolean {
  if (operation === 'TransactWriteItems') return true;
  const conditional = 'IfMatch' in input || 'IfNoneMatch' in input;
  return conditional && (operation === 'PutObject' || operation === 'DeleteObject');
}

/**
 * The fates that make a difference to a step; a sleep can only end or be cut short by a crash.
 * @param late whether writes of dead processes may still arrive
 */
export function fatesOf(step: PendingStep, late: boolean): Fate[] {
  if (step.operation === 'sleep') return ['crash-before'];
  const fates: Fate[] = ['refused', 'crash-before'];
  if (writes.has(step.operation)) fates.push('answer-lost', 'sent-twice', 'crash-after');
  if (canConflict(step)) fates.push('conflict', 'conflict');
  if (late && canConflict(step)) fates.push('crash-late', 'crash-late', 'crash-late');
  return fates;
}

/** How the service says that it is busy, or that somebody else is at it. */
export function refusal(step: PendingStep, fate: 'refused' | 'conflict' | 'answer-lost'): Error {
  if (fate === 'answer-lost') {
    return Object.assign(new Error('The answer did not arrive in time'), { name: 'TimeoutError' });
  }
  if (step.service === 's3') {
    return fate === 'conflict'
      ? s3Error('ConditionalRequestConflict', 409, 'A conflicting operation is under way')
      : s3Error('SlowDown', 503, 'Please reduce your request rate');
  }
  if (step.operation !== 'TransactWriteItems') {
    return dynamoDbError('ProvisionedThroughputExceededException', 'Too many requests');
  }
  const items = (step.input as { TransactItems?: unknown[] }).TransactItems ?? [];
  const codes = items.map((_, index) => (index === 0 ? 'TransactionConflict' : 'None'));
  return transactionCanceled(codes.map((Code) => ({ Code })));
}
