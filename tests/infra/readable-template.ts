/** A synthesized template in a form that people, assertions and snapshots can read. */
export interface ReadableTemplate {
  /** By logical id without the pipeline's prefix and the CDK's hash: `Inbox`, `IngestQueueDeadLetters`. */
  resources: Record<string, ReadableResource>;
  outputs: Record<string, { Value: unknown; Description: string }>;
  conditions: Record<string, unknown>;
}

export interface ReadableResource {
  type: string;
  properties: Record<string, unknown>;
  dependsOn: string[];
  deletionPolicy: string;
  /** Name of the condition without which it isn't created. */
  condition?: string;
}

interface RawResource {
  Type: string;
  Properties?: unknown;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  Condition?: string;
}

interface RawTemplate {
  Resources: Record<string, RawResource>;
  Outputs?: unknown;
  Conditions?: Record<string, unknown>;
}

/** Replaces intrinsic functions by texts such as `Inbox`, `Inbox.Arn` and `Inbox.Arn/*`. */
export function readable(template: RawTemplate): ReadableTemplate {
  const resources = Object.entries(template.Resources).map(([id, raw]): [string, ReadableResource] => [
    shortId(id),
    {
      type: raw.Type,
      properties: plain(raw.Properties ?? {}) as Record<string, unknown>,
      dependsOn: [raw.DependsOn ?? []].flat().map(shortId),
      deletionPolicy: raw.DeletionPolicy ?? 'Delete',
      condition: raw.Condition && shortId(raw.Condition),
    },
  ]);
  return {
    resources: Object.fromEntries(resources),
    outputs: plain(template.Outputs) as ReadableTemplate['outputs'],
    conditions: Object.fromEntries(
      Object.entries(template.Conditions ?? {}).map(([id, condition]) => [shortId(id), plain(condition)]),
    ),
  };
}

const shortId = (id: string): string => id.replace(/^Pipeline/, '').replace(/[0-9A-F]{8}$/, '');

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length === 0) {
    if (name === 'Ref')
      return String(argument).startsWith('AWS::') ? `<${argument}>` : shortId(String(argument));
    if (name === 'Fn::Sub') return String(argument);
    if (name === 'Fn::GetAtt') return `${shortId(argument[0])}.${argument[1]}`;
    if (name === 'Fn::Join') return (plain(argument[1]) as unknown[]).join(argument[0]);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Properties of the one resource of that name. */
export function propertiesOf(template: ReadableTemplate, id: string, type: string): Record<string, unknown> {
  const found = template.resources[id];
  if (found?.type !== type) {
    throw new Error(`no ${type} called ${id}; there are ${Object.keys(template.resources).join(', ')}`);
  }
  return found.properties;
}

/** Names and properties of every resource of a type. */
export function allOf(template: ReadableTemplate, type: string): [string, ReadableResource][] {
  return Object.entries(template.resources).filter(([, resource]) => resource.type === type);
}

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Principal?: unknown;
  Condition?: unknown;
  Sid?: string;
}

export function statementsOf(properties: Record<string, unknown>): Statement[] {
  return (properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

/** All that a role may do, by resource; throws on anything but plain allowances. */
export function allowances(template: ReadableTemplate, role: string): Record<string, string[]> {
  const allowed: Record<string, string[]> = {};
  for (const [, { properties }] of allOf(template, 'AWS::IAM::Policy')) {
    if (!(properties.Roles as string[]).includes(role)) continue;
    for (const { Effect, Action, Resource, Condition } of statementsOf(properties)) {
      if (Effect !== 'Allow' || Condition) throw new Error(`${role} has a statement of another kind`);
      for (const resource of [Resource].flat()) {
        allowed[resource] = [...(allowed[resource] ?? []), ...[Action].flat()].sort();
      }
    }
  }
  return allowed;
}
