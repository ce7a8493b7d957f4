import { invalidArgument, malformedXml, notImplemented } from './errors.ts';
import { childrenNamed, childText, requiredText, type XmlElement, type XmlObject } from './xml.ts';

/** One QueueConfiguration of a bucket: which events go to which queue. */
export interface QueueConfiguration {
  id: string;
  queueArn: string;
  /** `s3:ObjectCreated:Put`, `s3:ObjectRemoved:*`… */
  events: string[];
  prefix: string;
  suffix: string;
}

/** The events that this server produces; a configuration may name each or its family with `*`. */
const eventNames = [
  'ObjectCreated:Put',
  'ObjectCreated:Post',
  'ObjectCreated:Copy',
  'ObjectCreated:CompleteMultipartUpload',
  'ObjectRemoved:Delete',
  'ObjectRemoved:DeleteMarkerCreated',
  'ObjectTagging:Put',
  'ObjectTagging:Delete',
] as const;

/** Name of an event as it stands in messages: without `s3:`. */
export type EventName = (typeof eventNames)[number];

const acceptedEvents = new Set(
  eventNames.flatMap((name) => [`s3:${name}`, `s3:${name.slice(0, name.indexOf(':'))}:*`]),
);

/**
 * Reads a NotificationConfiguration.
 * @throws S3Error `MalformedXML`, `InvalidArgument` (unknown event, filter or overlapping configurations),
 * `NotImplemented` for destinations other than queues.
 */
export function parseNotifications(root: XmlElement): QueueConfiguration[] {
  const other = root.children.find((child) => child.name !== 'QueueConfiguration');
  if (other) throw notImplemented(`notifications by ${other.name}; only QueueConfiguration is understood`);
  const configurations = root.children.map(parseQueue);
  refuseOverlap(configurations);
  return configurations;
}

function parseQueue(element: XmlElement, index: number): QueueConfiguration {
  const queueArn = requiredText(element, 'Queue');
  if (!/^arn:[^:]+:sqs:[^:]*:[^:]*:.+$/.test(queueArn)) {
    throw invalidArgument('Queue', queueArn, 'The ARN of an SQS queue is expected.');
  }
  const events = childrenNamed(element, 'Event').map((event) => event.text);
  if (events.length === 0) throw malformedXml('a QueueConfiguration lacks Event.');
  const unknown = events.find((event) => !acceptedEvents.has(event));
  if (unknown !== undefined)
    throw invalidArgument('Event', unknown, 'The event is not supported for notifications.');
  return {
    id: childText(element, 'Id') ?? `configuration-${index + 1}`,
    queueArn,
    events,
    ...parseFilter(element),
  };
}

function parseFilter(element: XmlElement): { prefix: string; suffix: string } {
  const filter = { prefix: '', suffix: '' };
  const rules = childrenNamed(element, 'Filter')
    .flatMap((item) => childrenNamed(item, 'S3Key'))
    .flatMap((item) => childrenNamed(item, 'FilterRule'));
  for (const rule of rules) {
    const name = requiredText(rule, 'Name').toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('FilterRule.Name', name, 'A filter rule is named prefix or suffix.');
    }
    filter[name] = requiredText(rule, 'Value');
  }
  return filter;
}

/** As S3 does: no event may match two configurations. */
function refuseOverlap(configurations: QueueConfiguration[]): void {
  configurations.forEach((one, index) => {
    for (const other of configurations.slice(index + 1)) {
      const sameEvent = eventNames.some((name) => wants(one, name) && wants(other, name));
      const samePrefix = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
      const sameSuffix = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
      if (sameEvent && samePrefix && sameSuffix) {
        throw invalidArgument('Id', other.id, `The configurations ${one.id} and ${other.id} overlap.`);
      }
    }
  });
}

export function renderNotifications(configurations: readonly QueueConfiguration[]): XmlObject {
  return {
    QueueConfiguration: configurations.map(({ id, queueArn, events, prefix, suffix }) => ({
      Id: id,
      Queue: queueArn,
      Event: events,
      Filter:
        prefix === '' && suffix === ''
          ? undefined
          : {
              S3Key: {
                FilterRule: [
                  { Name: 'Prefix', Value: prefix },
                  { Name: 'Suffix', Value: suffix },
                ].filter((rule) => rule.Value !== ''),
              },
            },
    })),
  };
}

const wants = (configuration: QueueConfiguration, event: EventName): boolean =>
  configuration.events.some((pattern) =>
    pattern.endsWith('*') ? `s3:${event}`.startsWith(pattern.slice(0, -1)) : pattern === `s3:${event}`,
  );

/** The configurations that an event about a key goes to. */
export const matching = (
  configurations: readonly QueueConfiguration[],
  event: EventName,
  key: string,
): QueueConfiguration[] =>
  configurations.filter(
    (configuration) =>
      wants(configuration, event) &&
      key.startsWith(configuration.prefix) &&
      key.endsWith(configuration.suffix),
  );
