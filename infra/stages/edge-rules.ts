import { readFileSync } from 'node:fs';
import { Aws, Duration, Names } from 'aws-cdk-lib';
import {
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { edgeFunctionSource } from '../../shared/edge/function-source.ts';
import {
  contentSecurityPolicy,
  cors,
  customHeaders,
  edgeCacheSeconds,
  frameOptions,
  referrerPolicy,
  removedHeaders,
  strictTransportSecurity,
} from '../../shared/edge/headers.ts';
import type { SiteSettings } from '../../shared/site-settings.ts';

/**
 * What the edge does to requests and answers, as CloudFront's policies and functions. Nothing is decided here:
 * shared/edge is the one source, and the local edge obeys it too.
 */
export class EdgeRules extends Construct {
  readonly cachePolicy: CachePolicy;
  readonly responseHeadersPolicy: ResponseHeadersPolicy;
  readonly functionAssociations: FunctionAssociation[];

  constructor(scope: Construct, id: string, site: SiteSettings) {
    super(scope, id);
    this.cachePolicy = this.onePerDocument();
    this.responseHeadersPolicy = this.headers();
    this.functionAssociations = [
      { eventType: FunctionEventType.VIEWER_REQUEST, function: this.edgeFunction(site, 'viewer-request') },
      { eventType: FunctionEventType.VIEWER_RESPONSE, function: this.edgeFunction(site, 'viewer-response') },
    ];
  }

  /** One cache entry per path and content coding; queries, cookies and headers change nothing. */
  private onePerDocument(): CachePolicy {
    return new CachePolicy(this, 'CachePolicy', {
      minTtl: Duration.seconds(edgeCacheSeconds.minimum),
      defaultTtl: Duration.seconds(edgeCacheSeconds.default),
      maxTtl: Duration.seconds(edgeCacheSeconds.maximum),
      headerBehavior: CacheHeaderBehavior.none(),
      queryStringBehavior: CacheQueryStringBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
  }

  private headers(): ResponseHeadersPolicy {
    const override = true;
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: nameForAccount(this, 'Headers'),
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override },
        contentTypeOptions: { override },
        frameOptions: { frameOption: HeadersFrameOption[frameOptions], override },
        referrerPolicy: { referrerPolicy: asReferrerPolicy(referrerPolicy), override },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.seconds(strictTransportSecurity.maxAgeSeconds),
          includeSubdomains: strictTransportSecurity.includeSubDomains,
          override,
        },
      },
      corsBehavior: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: [cors.allowHeaders],
        accessControlAllowMethods: [...cors.allowMethods],
        accessControlAllowOrigins: [cors.allowOrigin],
        accessControlExposeHeaders: [...cors.exposeHeaders],
        accessControlMaxAge: Duration.seconds(cors.maxAgeSeconds),
        originOverride: override,
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(customHeaders).map(([header, value]) => ({ header, value, override })),
      },
      removeHeaders: [...removedHeaders],
    });
  }

  private edgeFunction(site: SiteSettings, name: 'viewer-request' | 'viewer-response'): EdgeFunction {
    const source = readFileSync(new URL(`../../shared/edge/${name}.js`, import.meta.url), 'utf8');
    return new EdgeFunction(this, name, {
      code: FunctionCode.fromInline(edgeFunctionSource(source, site)),
      runtime: FunctionRuntime.JS_2_0,
    });
  }
}

/** CloudFront's names count in the whole account: with the region, the same stack may stand in two. */
export function nameForAccount(scope: Construct, suffix: string): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 30, separator: '-' })}-${suffix}-${Aws.REGION}`;
}

function asReferrerPolicy(value: string): HeadersReferrerPolicy {
  const known = Object.values(HeadersReferrerPolicy).find((policy) => policy === value);
  if (!known) throw new TypeError(`CloudFront has no referrer policy ${value}`);
  return known;
}
