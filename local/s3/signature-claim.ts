import type { Clock } from '../../shared/clock.ts';
import { accessDenied, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { type CredentialScope, type Credentials, parseAmzDate, parseCredential } from './sigv4.ts';

/** What is needed to tell whether a request is signed by our one user. */
export interface Authority {
  credentials: Credentials;
  region: string;
  clock: Pick<Clock, 'now'>;
}

/** What a request says of its signature; its time is checked, the signature itself is not. */
export interface SignatureClaim {
  scope: CredentialScope;
  time: string;
  signedHeaders: string[];
  signature: string;
  payloadHash: string;
}

const minute = 60_000;
const maxSkew = 15 * minute;
const maxPresignedSeconds = 7 * 24 * 60 * 60;

/** Of the Authorization header. @throws S3Error */
export function readHeaderClaim(request: S3Request, header: string, authority: Authority): SignatureClaim {
  if (!header.startsWith('AWS4-HMAC-SHA256')) {
    throw new S3Error(400, 'InvalidRequest', 'Sign with AWS4-HMAC-SHA256; no other mechanism is supported.');
  }
  const fields = new Map(
    header
      .slice('AWS4-HMAC-SHA256'.length)
      .split(',')
      .map((field) => {
        const [name = '', ...value] = field.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const scope = parseCredential(fields.get('Credential') ?? '');
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  if (!scope || !signedHeaders || !signature) {
    throw new S3Error(
      400,
      'AuthorizationHeaderMalformed',
      'Credential, SignedHeaders and Signature are needed.',
    );
  }
  const time = request.headers.get('x-amz-date') ?? amzDate(request.headers.get('date'));
  const instant = parseAmzDate(time);
  if (instant === undefined || !time.startsWith(scope.date)) {
    throw accessDenied('A signed request needs an x-amz-date or Date header of the day it is signed for.');
  }
  if (Math.abs(authority.clock.now() - instant) > maxSkew) {
    throw new S3Error(
      403,
      'RequestTimeTooSkewed',
      'The clocks of client and server differ by more than 15 minutes.',
      {
        details: {
          RequestTime: time,
          ServerTime: new Date(authority.clock.now()).toISOString(),
          MaxAllowedSkewMilliseconds: maxSkew,
        },
      },
    );
  }
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw new S3Error(400, 'InvalidRequest', 'The header x-amz-content-sha256 is missing.');
  }
  return { scope, time, signedHeaders: signedHeaders.split(';'), signature, payloadHash };
}

function amzDate(date: string | undefined): string {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? '' : new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Of a presigned address. @throws S3Error */
export function readQueryClaim(request: S3Request, authority: Authority): SignatureClaim {
  const malformed = (message: string) => new S3Error(400, 'AuthorizationQueryParametersError', message);
  const { query } = request;
  const scope = parseCredential(query.get('X-Amz-Credential') ?? '');
  const time = query.get('X-Amz-Date') ?? '';
  const instant = parseAmzDate(time);
  const signedHeaders = query.get('X-Amz-SignedHeaders');
  const expires = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw malformed('X-Amz-Algorithm has to be AWS4-HMAC-SHA256.');
  }
  if (!scope || instant === undefined || !signedHeaders || !time.startsWith(scope.date)) {
    throw malformed('X-Amz-Credential, X-Amz-Date and X-Amz-SignedHeaders are needed and have to agree.');
  }
  if (!Number.isInteger(expires) || expires < 0 || expires > maxPresignedSeconds) {
    throw malformed(`X-Amz-Expires has to be a number of seconds, at most ${maxPresignedSeconds}.`);
  }
  const now = authority.clock.now();
  if (now < instant - maxSkew) throw accessDenied('Request is not yet valid.');
  if (now > instant + expires * 1000) {
    throw accessDenied('Request has expired.', {
      Expires: new Date(instant + expires * 1000).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  }
  const payloadHash =
    query.get('X-Amz-Content-Sha256') ?? request.headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD';
  return {
    scope,
    time,
    signedHeaders: signedHeaders.split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    payloadHash,
  };
}
