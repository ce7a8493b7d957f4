import { malformedXml, S3Error } from './errors.ts';
import { childrenNamed, childText, type XmlElement, type XmlObject } from './xml.ts';

/** One CORSRule of a bucket. */
export interface CorsRule {
  id?: string;
  origins: string[];
  methods: string[];
  /** Patterns of request headers. */
  headers: string[];
  exposed: string[];
  maxAgeSeconds?: number;
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

/** Reads a CORSConfiguration. @throws S3Error `MalformedXML`, `InvalidRequest` */
export function parseCors(root: XmlElement): CorsRule[] {
  const texts = (element: XmlElement, name: string) =>
    childrenNamed(element, name).map((child) => child.text.trim());
  const rules = childrenNamed(root, 'CORSRule').map((rule): CorsRule => {
    const age = childText(rule, 'MaxAgeSeconds');
    return {
      id: childText(rule, 'ID'),
      origins: texts(rule, 'AllowedOrigin'),
      methods: texts(rule, 'AllowedMethod'),
      headers: texts(rule, 'AllowedHeader'),
      exposed: texts(rule, 'ExposeHeader'),
      maxAgeSeconds: age === undefined ? undefined : Number(age),
    };
  });
  if (rules.length === 0) throw malformedXml('a CORSRule is expected.');
  for (const rule of rules) {
    if (rule.origins.length === 0 || rule.methods.length === 0) {
      throw malformedXml('a CORSRule needs AllowedOrigin and AllowedMethod.');
    }
    const unknown = rule.methods.find((method) => !methods.includes(method));
    if (unknown !== undefined) {
      throw new S3Error(400, 'InvalidRequest', `Found unsupported HTTP method in CORS config: ${unknown}.`);
    }
  }
  return rules;
}

export const renderCors = (rules: readonly CorsRule[]): XmlObject => ({
  CORSRule: rules.map((rule) => ({
    ID: rule.id,
    AllowedOrigin: rule.origins,
    AllowedMethod: rule.methods,
    AllowedHeader: rule.headers,
    ExposeHeader: rule.exposed,
    MaxAgeSeconds: rule.maxAgeSeconds,
  })),
});

/** Headers for a cross-origin request; undefined when no rule allows it. @param asked headers the browser wants to send */
export function corsHeaders(
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  asked: readonly string[] = [],
): Record<string, string> | undefined {
  const rule = rules.find(
    (candidate) =>
      candidate.methods.includes(method) &&
      candidate.origins.some((pattern) => fits(pattern, origin)) &&
      asked.every((header) => candidate.headers.some((pattern) => fits(pattern.toLowerCase(), header))),
  );
  if (!rule) return undefined;
  const open = rule.origins.includes('*');
  return {
    'Access-Control-Allow-Origin': open ? '*' : origin,
    'Access-Control-Allow-Methods': rule.methods.join(', '),
    Vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    ...(open ? {} : { 'Access-Control-Allow-Credentials': 'true' }),
    ...(asked.length > 0 ? { 'Access-Control-Allow-Headers': asked.join(', ') } : {}),
    ...(rule.exposed.length > 0 ? { 'Access-Control-Expose-Headers': rule.exposed.join(', ') } : {}),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'Access-Control-Max-Age': String(rule.maxAgeSeconds) }),
  };
}

/**
 * Answers a preflight (OPTIONS), which browsers never sign.
 * @throws S3Error 403 `AccessForbidden`, 400 `BadRequest`
 */
export function preflightHeaders(
  rules: readonly CorsRule[] | undefined,
  request: ReadonlyMap<string, string>,
): Record<string, string> {
  const origin = request.get('origin');
  const method = request.get('access-control-request-method');
  if (origin === undefined || method === undefined) {
    throw new S3Error(400, 'BadRequest', 'A preflight needs Origin and Access-Control-Request-Method.');
  }
  const asked = (request.get('access-control-request-headers') ?? '')
    .split(',')
    .map((header) => header.trim().toLowerCase())
    .filter((header) => header !== '');
  const headers = rules && corsHeaders(rules, origin, method, asked);
  if (headers) return headers;
  throw new S3Error(403, 'AccessForbidden', 'No CORS rule of the bucket allows this request.');
}

/** At most one `*` stands for anything. */
function fits(pattern: string, text: string): boolean {
  const [head = '', ...tail] = pattern.split('*');
  if (tail.length === 0) return head === text;
  const end = tail.join('*');
  return text.length >= head.length + end.length && text.startsWith(head) && text.endsWith(end);
}
