import type { Clock } from '../../shared/clock.ts';
import { accessDenied, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import {
  type CredentialScope,
  type Credentials,
  canonicalRequest,
  parseAmzDate,
  parseCredential,
  sameSignature,
  sign,
  signingKey,
  stringToSign,
} from './sigv4.ts';

/** What is needed to tell whether a request is signed by our one user. */
export interface Authority {
  credentials: Credentials;
  region: string;
  clock: Pick<Clock, 'now'>;
}

/** A verified signature: chunk signatures continue from it. */
export interface VerifiedSignature {
  key: Buffer;
  scope: CredentialScope;
  /** `20260131T080000Z` */
  time: string;
  signature: string;
  /** x-amz-content-sha256: a SHA-256 in hex, UNSIGNED-PAYLOAD or one of the STREAMING- words. */
  payloadHash: string;
}

const minute = 60_000;
const maxSkew = 15 * minute;
const maxPresignedSeconds = 7 * 24 * 60 * 60;

interface Claim {
  scope: CredentialScope;
  time: string;
  signedHeaders: string[];
  signature: string;
  payloadHash: string;
}

/**
 * Verifies a request's Signature Version 4, in its Authorization header or its query.
 * @throws S3Error `AccessDenied` (anonymous, expired, headers left unsigned), `SignatureDoesNotMatch`,
 * `InvalidAccessKeyId`, `RequestTimeTooSkewed`, `AuthorizationHeaderMalformed` and kin.
 */
export function authenticate(request: S3Request, authority: Authority): VerifiedSignature {
  const header = request.headers.get('authorization');
  const presigned = request.query.has('X-Amz-Signature');
  if (header === undefined && !presigned)
    throw accessDenied('Anonymous requests are refused; sign the request.');
  const claim = header === undefined ? readQuery(request, authority) : readHeader(request, header, authority);
  const regionFree = request.query.has('location') && claim.scope.region === 'us-east-1';
  checkScope(claim.scope, authority, regionFree);
  refuseUnsignedHeaders(request, claim.signedHeaders);
  const key = signingKey(authority.credentials.secretAccessKey, claim.scope);
  const canonical = canonicalRequest({ ...request, ...claim });
  const text = stringToSign(claim.time, claim.scope, canonical);
  if (!sameSignature(claim.signature, sign(key, text))) {
    throw new S3Error(
      403,
      'SignatureDoesNotMatch',
      'The signature is not the one we calculate; check the secret key.',
      {
        details: {
          AWSAccessKeyId: claim.scope.accessKeyId,
          StringToSign: text,
          SignatureProvided: claim.signature,
          CanonicalRequest: canonical,
        },
      },
    );
  }
  return {
    key,
    scope: claim.scope,
    time: claim.time,
    signature: claim.signature,
    payloadHash: claim.payloadHash,
  };
}

/** @throws S3Error when key, region or service are not ours. */
export function checkScope(scope: CredentialScope, authority: Authority, anyRegion = false): void {
  if (scope.accessKeyId !== authority.credentials.accessKeyId) {
    throw new S3Error(403, 'InvalidAccessKeyId', 'There is no such access key here.', {
      details: { AWSAccessKeyId: scope.accessKeyId },
    });
  }
  if (scope.service !== 's3' || (!anyRegion && scope.region !== authority.region)) {
    throw new S3Error(
      400,
      'AuthorizationHeaderMalformed',
      `The credential is for ${scope.service} in region '${scope.region}'; expecting s3 in '${authority.region}'.`,
      { details: { Region: authority.region } },
    );
  }
}

function readHeader(request: S3Request, header: string, authority: Authority): Claim {
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

function readQuery(request: S3Request, authority: Authority): Claim {
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

/** As S3 demands: host and every x-amz- header are signed, or an attacker could add some to a presigned request. */
function refuseUnsignedHeaders(request: S3Request, signedHeaders: string[]): void {
  const needed = [...request.headers.keys()].filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const unsigned = needed.filter(
    (name) =>
      !signedHeaders.includes(name) &&
      !(name === 'x-amz-content-sha256' && request.query.has('X-Amz-Signature')),
  );
  if (unsigned.length > 0) {
    throw accessDenied('There were headers present in the request which were not signed.', {
      HeadersNotSigned: unsigned.join(', '),
    });
  }
}
