/**
 * What the edge adds, removes, caches and compresses: the one source of the distribution's policies and of the local
 * edge. Rules that depend on a request are in `viewer-request.js` and `viewer-response.js` beside this file.
 */

/** HTTP methods that readers may use; the distribution's allowed methods. */
export const allowedMethods = ['GET', 'HEAD', 'OPTIONS'] as const;

/**
 * Pages are plain documents: no scripts, frames, plug-ins or forms. Images and media may stand on other hosts,
 * because articles refer to them there; inline styles only ever come from our own templates.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "img-src 'self' https: data:",
  "media-src 'self' https:",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** HTTP Strict Transport Security (RFC 6797). Not preloaded: that binds a whole domain and is its owner's choice. */
export const strictTransportSecurity = { maxAgeSeconds: 31_536_000, includeSubDomains: false } as const;

export const referrerPolicy = 'strict-origin-when-cross-origin';
export const frameOptions = 'SAMEORIGIN';

/** Cross-origin access: everything on the site is public, and none of it depends on who asks. */
export const cors = {
  allowOrigin: '*',
  allowMethods: allowedMethods,
  allowHeaders: '*',
  /** Beside those that browsers always expose (Cache-Control, Content-Type, Last-Modified and so on; Fetch standard). */
  exposeHeaders: ['Accept-Ranges', 'Age', 'Content-Range', 'Date', 'ETag', 'Link', 'Vary'],
  maxAgeSeconds: 86_400,
} as const;

/** Headers without a setting of their own in a response headers policy. */
export const customHeaders: Readonly<Record<string, string>> = {
  'cross-origin-resource-policy': 'cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/**
 * S3's headers that the policy removes from every answer, errors included, where no viewer-response function runs.
 * The policy acts before that function, so the object metadata that the function obeys must not stand here.
 */
export const removedHeaders: readonly string[] = [
  'x-amz-id-2',
  'x-amz-request-id',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-version-id',
  'x-amz-replication-status',
];

/** The response headers policy as names and values, as the local edge adds them to every answer. */
export const policyHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'strict-transport-security': `max-age=${strictTransportSecurity.maxAgeSeconds}`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': frameOptions,
  'referrer-policy': referrerPolicy,
  ...customHeaders,
};

/**
 * Seconds that the CDN keeps an answer; Cache-Control of the object decides within these bounds. The minimum is not 0,
 * or CloudFront would not cache what it compressed (AWS, "Serve compressed files").
 */
export const edgeCacheSeconds = { minimum: 1, default: 30, maximum: 31_536_000 } as const;

/** Seconds that the CDN remembers that a path is missing. S3 says 403 for it when listing isn't granted. */
export const missingCacheSeconds = 10;

/** CloudFront compresses a body of this many bytes, both ends included (AWS, "Serve compressed files"). */
export const compressibleBytes = { minimum: 1_000, maximum: 10_000_000 } as const;

/**
 * Media types that CloudFront compresses, of those a site holds, without parameters (AWS, "File types that CloudFront
 * compresses"). `application/feed+json`, `application/atom+xml`, `text/markdown` and `text/x-opml` are not among them.
 */
export const compressibleTypes: ReadonlySet<string> = new Set([
  'application/javascript',
  'application/json',
  'application/rss+xml',
  'application/vnd.ms-fontobject',
  'application/xhtml+xml',
  'application/xml',
  'font/otf',
  'font/ttf',
  'image/svg+xml',
  'text/css',
  'text/csv',
  'text/html',
  'text/javascript',
  'text/plain',
  'text/richtext',
  'text/tab-separated-values',
  'text/xml',
]);
