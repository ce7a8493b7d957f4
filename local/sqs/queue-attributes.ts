import * as z from '../../shared/zod.ts';
import { invalidParameter } from './errors.ts';

/** Ranges of the numeric attributes and their defaults (Amazon SQS API reference, SetQueueAttributes). */
const numeric = {
  VisibilityTimeout: { least: 0, most: 43_200, byDefault: 30 },
  DelaySeconds: { least: 0, most: 900, byDefault: 0 },
  MaximumMessageSize: { least: 1024, most: 1_048_576, byDefault: 1_048_576 },
  MessageRetentionPeriod: { least: 60, most: 1_209_600, byDefault: 345_600 },
  ReceiveMessageWaitTimeSeconds: { least: 0, most: 20, byDefault: 0 },
} as const;

type NumericName = keyof typeof numeric;

/** Kept and given back, without effect on one machine. */
const textual = ['RedrivePolicy', 'RedriveAllowPolicy', 'Policy', 'SqsManagedSseEnabled', 'KmsMasterKeyId'];

/** Attributes of a queue as they were set: names and values as in the API, all strings. */
export type QueueAttributes = Readonly<Record<string, string>>;

const redrivePolicySchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().check(z.int(), z.gte(1), z.lte(1000)),
});

/** Where messages go that were received too often. */
export type RedrivePolicy = z.infer<typeof redrivePolicySchema>;

/** The attribute's value, or what SQS sets when nobody did. */
export function numericAttribute(attributes: QueueAttributes, name: NumericName): number {
  const value = attributes[name];
  return value === undefined ? numeric[name].byDefault : Number(value);
}

/** @returns undefined when the queue has no dead-letter queue */
export function redrivePolicy(attributes: QueueAttributes): RedrivePolicy | undefined {
  const text = attributes.RedrivePolicy;
  return text ? redrivePolicySchema.parse(JSON.parse(text)) : undefined;
}

/** Attributes as GetQueueAttributes gives them: with every default. */
export function withDefaults(attributes: QueueAttributes): Record<string, string> {
  const defaults = Object.entries(numeric).map(([name, { byDefault }]) => [name, String(byDefault)]);
  return { ...Object.fromEntries(defaults), ...attributes };
}

/**
 * Checks attributes before they are kept.
 * @throws SqsError `InvalidAttributeName`-like refusals as `InvalidParameterValue`, naming the attribute
 */
export function checkAttributes(attributes: QueueAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name in numeric) {
      const { least, most } = numeric[name as NumericName];
      const number = Number(value);
      if (!Number.isInteger(number) || number < least || number > most) {
        throw invalidParameter(`${name} must be a whole number from ${least} to ${most}.`);
      }
    } else if (!textual.includes(name)) {
      throw invalidParameter(`Unknown attribute ${name}; FIFO queues are not supported here.`);
    }
  }
  checkRedrivePolicy(attributes.RedrivePolicy);
}

function checkRedrivePolicy(text: string | undefined): void {
  if (!text) return;
  try {
    redrivePolicySchema.parse(JSON.parse(text));
  } catch {
    throw invalidParameter('RedrivePolicy must be JSON with deadLetterTargetArn and maxReceiveCount.');
  }
}
