import { accessDenied, S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { type Authority, readHeaderClaim, readQueryClaim } from './signature-claim.ts';
import {
  type CredentialScope,
  canonicalRequest,
  sameSignature,
  sign,
  signingKey,
  stringToSign,
} from './sigv4.ts';

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

/**
 * Verifies a request's Signature Version 4, in its Authorization header or its query.
 * @throws S3Error `AccessDenied` (anonymous, expired, headers left unsigned), `SignatureDoesNotMatch`,
 * `InvalidAccessKeyId`, `RequestTimeTooSkewed`, `AuthorizationHeaderMalformed` and kin.
 */
export function authenticate(request: S3Request, authority: Authority): VerifiedSignature {
  const header = request.headers.get('authorization');
  const presigned = request.query.has('X-Amz-Signature');
  if (request.query.has('AWSAccessKeyId') || request.headers.get('authorization')?.startsWith('AWS ')) {
    throw new S3Error(
      400,
      'InvalidRequest',
      'Signature Version 2 is not supported; sign with AWS4-HMAC-SHA256.',
    );
  }
  if (header === undefined && !presigned)
    throw accessDenied('Anonymous requests are refused; sign the request.');
  const claim =
    header === undefined ? readQueryClaim(request, authority) : readHeaderClaim(request, header, authority);
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
