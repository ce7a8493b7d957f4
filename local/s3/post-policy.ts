import { checkScope } from './authenticate.ts';
import { accessDenied, entityTooLarge, invalidArgument, S3Error } from './errors.ts';
import type { Authority } from './signature-claim.ts';
import { parseAmzDate, parseCredential, sameSignature, sign, signingKey } from './sigv4.ts';

/** What a verified policy allows for the file. */
export interface PostPermission {
  smallest: number;
  largest: number;
}

/** Fields that no condition has to name (S3 API reference, "Creating a POST policy"). */
const freeFields = new Set(['x-amz-signature', 'file', 'policy']);

/**
 * Verifies the signed policy of a browser's form and holds the fields against it.
 * @param fields names in lower case; `bucket` is the one addressed
 * @param largestPut in bytes, where the policy sets no limit
 * @throws S3Error `AccessDenied`, `SignatureDoesNotMatch`, `InvalidArgument`, `InvalidPolicyDocument`
 */
export function checkPolicy(
  fields: ReadonlyMap<string, string>,
  authority: Authority,
  largestPut: number,
): PostPermission {
  const policyText = fields.get('policy');
  if (policyText === undefined) throw accessDenied('The form lacks a policy; anonymous uploads are refused.');
  verifySignature(policyText, fields, authority);
  const { expiration, conditions } = parsePolicy(policyText);
  if (!(Date.parse(expiration) > authority.clock.now()))
    throw accessDenied('Invalid according to Policy: Policy expired.');

  const permission: PostPermission = { smallest: 0, largest: largestPut };
  const covered = new Set(freeFields);
  for (const condition of conditions.flatMap(normalize)) {
    const [operator, name, value] = condition;
    if (operator === 'content-length-range') {
      permission.smallest = Math.max(permission.smallest, Number(name));
      permission.largest = Math.min(permission.largest, Number(value));
      continue;
    }
    const field = String(name).replace(/^\$/, '').toLowerCase();
    const actual = fields.get(field) ?? '';
    const holds = operator === 'eq' ? actual === value : startsWith(field, actual, String(value));
    if (!holds)
      throw accessDenied(
        `Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`,
      );
    covered.add(field);
  }
  const extra = [...fields.keys()].find(
    (name) => !covered.has(name) && !name.startsWith('x-ignore-') && name !== 'bucket',
  );
  if (extra !== undefined) throw accessDenied(`Invalid according to Policy: Extra input fields: ${extra}`);
  return permission;
}

/** @throws S3Error `EntityTooLarge`, `EntityTooSmall` */
export function checkFileSize(size: number, { smallest, largest }: PostPermission): void {
  if (size > largest) throw entityTooLarge(largest, size);
  if (size < smallest) {
    throw new S3Error(400, 'EntityTooSmall', `The file is smaller than the ${smallest} bytes demanded.`, {
      details: { MinSizeAllowed: smallest, ProposedSize: size },
    });
  }
}

function verifySignature(policy: string, fields: ReadonlyMap<string, string>, authority: Authority): void {
  const credential = fields.get('x-amz-credential') ?? '';
  const scope = parseCredential(credential);
  const date = fields.get('x-amz-date') ?? '';
  if (fields.get('x-amz-algorithm') !== 'AWS4-HMAC-SHA256') {
    throw invalidArgument(
      'x-amz-algorithm',
      fields.get('x-amz-algorithm') ?? '',
      'AWS4-HMAC-SHA256 is expected.',
    );
  }
  if (!scope || parseAmzDate(date) === undefined || !date.startsWith(scope.date)) {
    throw invalidArgument(
      'x-amz-credential',
      credential,
      'x-amz-credential and x-amz-date have to be there and to agree.',
    );
  }
  checkScope(scope, authority);
  const expected = sign(signingKey(authority.credentials.secretAccessKey, scope), policy);
  if (!sameSignature(fields.get('x-amz-signature') ?? '', expected)) {
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The signature of the policy is not the one we calculate.',
      {
        details: { StringToSign: policy },
      },
    );
  }
}

function parsePolicy(base64: string): { expiration: string; conditions: unknown[] } {
  const invalid = (cause?: unknown) =>
    new S3Error(
      400,
      'InvalidPolicyDocument',
      'The policy is not base64 of JSON with expiration and conditions.',
      { cause },
    );
  let policy: unknown;
  try {
    policy = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch (cause) {
    throw invalid(cause);
  }
  if (typeof policy !== 'object' || policy === null) throw invalid();
  const { expiration, conditions } = policy as Record<string, unknown>;
  if (typeof expiration !== 'string' || !Array.isArray(conditions)) throw invalid();
  return { expiration, conditions };
}

type Condition = readonly [
  operator: 'eq' | 'starts-with' | 'content-length-range',
  name: unknown,
  value: unknown,
];

/** `{"acl": "private"}` is short for `["eq", "$acl", "private"]`. */
function normalize(condition: unknown): Condition[] {
  if (Array.isArray(condition)) {
    const operator = String(condition[0]).toLowerCase();
    if (operator === 'eq' || operator === 'starts-with' || operator === 'content-length-range') {
      return [[operator, condition[1], condition[2]]];
    }
  } else if (typeof condition === 'object' && condition !== null) {
    return Object.entries(condition).map(([name, value]) => ['eq', `$${name}`, value]);
  }
  throw new S3Error(
    400,
    'InvalidPolicyDocument',
    `The policy has an unknown condition: ${JSON.stringify(condition)}`,
  );
}

/** A Content-Type may be a list; each of it has to start so. */
const startsWith = (field: string, actual: string, start: string): boolean =>
  (field === 'content-type' ? actual.split(',') : [actual]).every((item) => item.startsWith(start));
