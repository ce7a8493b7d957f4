import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import * as edge from '../../../shared/edge/headers.ts';
import { propertiesOf } from '../readable-template.ts';
import { projectRoot, template } from '../synthesized.ts';

const { DistributionConfig: distribution } = propertiesOf(
  template,
  'DeliveryDistribution',
  'AWS::CloudFront::Distribution',
) as { DistributionConfig: Record<string, unknown> };

describe('delivery', () => {
  test('HTTP/2 and 3, over TLS only, from the private site bucket', () => {
    expect(distribution).toMatchObject({
      Enabled: true,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: 'PriceClass_100',
      DefaultRootObject: 'index.html',
      Logging: { Bucket: 'AccessLogs.RegionalDomainName', Prefix: 'cloudfront/' },
      Origins: [
        { DomainName: 'Site.RegionalDomainName', OriginAccessControlId: expect.stringMatching(/\.Id$/) },
      ],
    });
    expect(distribution).not.toHaveProperty('CacheBehaviors');
    expect(
      propertiesOf(template, 'DeliveryOriginAccess', 'AWS::CloudFront::OriginAccessControl'),
    ).toMatchObject({
      OriginAccessControlConfig: {
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    });
  });

  test('one behavior for everything, with the rules that the local edge obeys', () => {
    expect(distribution.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: [...edge.allowedMethods],
      CachedMethods: ['GET', 'HEAD'],
      Compress: true,
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: 'DeliveryEdgeCachePolicy',
      ResponseHeadersPolicyId: 'DeliveryEdgeHeaders',
      FunctionAssociations: [
        { EventType: 'viewer-request', FunctionARN: 'DeliveryEdgeviewerrequest.FunctionARN' },
        { EventType: 'viewer-response', FunctionARN: 'DeliveryEdgeviewerresponse.FunctionARN' },
      ],
    });
  });

  test('a missing path is a 404 with its own page', () => {
    expect(distribution.CustomErrorResponses).toEqual([
      { ErrorCode: 404, ResponseCode: 404, ResponsePagePath: '/404.html', ErrorCachingMinTTL: 10 },
    ]);
  });

  test('one cache entry a document and coding, for as long as the document says', () => {
    expect(propertiesOf(template, 'DeliveryEdgeCachePolicy', 'AWS::CloudFront::CachePolicy')).toMatchObject({
      CachePolicyConfig: {
        MinTTL: edge.edgeCacheSeconds.minimum,
        DefaultTTL: edge.edgeCacheSeconds.default,
        MaxTTL: edge.edgeCacheSeconds.maximum,
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'none' },
          HeadersConfig: { HeaderBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
          EnableAcceptEncodingBrotli: true,
          EnableAcceptEncodingGzip: true,
        },
      },
    });
  });

  test('the headers policy says what the local edge says', () => {
    const policy = propertiesOf(template, 'DeliveryEdgeHeaders', 'AWS::CloudFront::ResponseHeadersPolicy');
    const { SecurityHeadersConfig, CustomHeadersConfig, CorsConfig, RemoveHeadersConfig } =
      policy.ResponseHeadersPolicyConfig as HeadersConfig;
    const security = SecurityHeadersConfig;
    const sent = {
      'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
      'strict-transport-security': `max-age=${security.StrictTransportSecurity.AccessControlMaxAgeSec}`,
      'x-content-type-options': security.ContentTypeOptions && 'nosniff',
      'x-frame-options': security.FrameOptions.FrameOption,
      'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
      ...Object.fromEntries(CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
    };
    expect(sent).toEqual(edge.policyHeaders);
    expect(security.StrictTransportSecurity).toMatchObject({ IncludeSubdomains: false });
    expect(RemoveHeadersConfig.Items.map(({ Header }) => Header)).toEqual(edge.removedHeaders);
    expect(CorsConfig).toEqual({
      AccessControlAllowCredentials: false,
      AccessControlAllowHeaders: { Items: ['*'] },
      AccessControlAllowMethods: { Items: ['GET', 'HEAD', 'OPTIONS'] },
      AccessControlAllowOrigins: { Items: ['*'] },
      AccessControlExposeHeaders: { Items: [...edge.cors.exposeHeaders] },
      AccessControlMaxAgeSec: 86_400,
      OriginOverride: true,
    });
  });

  test.each([
    ['DeliveryEdgeviewerrequest', 'viewer-request.js'],
    ['DeliveryEdgeviewerresponse', 'viewer-response.js'],
  ])('%s is the file as it stands, within the 10 KB of a CloudFront function', async (id, file) => {
    const { FunctionCode, FunctionConfig, AutoPublish } = propertiesOf(
      template,
      id,
      'AWS::CloudFront::Function',
    );
    const source = await readFile(`${projectRoot}shared/edge/${file}`, 'utf8');
    expect(FunctionCode).toBe(source);
    expect(Buffer.byteLength(source)).toBeLessThanOrEqual(10_240);
    expect(FunctionConfig).toMatchObject({ Runtime: 'cloudfront-js-2.0' });
    expect(AutoPublish).toBe(true);
  });
});

interface HeadersConfig {
  SecurityHeadersConfig: {
    ContentSecurityPolicy: { ContentSecurityPolicy: string };
    StrictTransportSecurity: { AccessControlMaxAgeSec: number };
    ContentTypeOptions: unknown;
    FrameOptions: { FrameOption: string };
    ReferrerPolicy: { ReferrerPolicy: string };
  };
  CustomHeadersConfig: { Items: { Header: string; Value: string }[] };
  RemoveHeadersConfig: { Items: { Header: string }[] };
  CorsConfig: unknown;
}
