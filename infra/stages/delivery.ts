import { Duration, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  CachedMethods,
  Distribution,
  type DistributionProps,
  GeoRestriction,
  HttpVersion,
  PriceClass,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { missingCacheSeconds } from '../../shared/edge/headers.ts';
import { notFoundKey } from '../../shared/resources/object-keys.ts';
import type { PipelineSettings } from '../props.ts';
import type { AccessLogs } from './access-logs.ts';
import { EdgeRules, nameForAccount } from './edge-rules.ts';

export interface DeliveryProps {
  settings: PipelineSettings;
  accessLogs: AccessLogs;
  site: Bucket;
}

const priceClasses = {
  '100': PriceClass.PRICE_CLASS_100,
  '200': PriceClass.PRICE_CLASS_200,
  All: PriceClass.PRICE_CLASS_ALL,
} as const;

/** CloudFront before the site bucket. */
export class Delivery extends Construct {
  readonly distribution: Distribution;
  /** Public address of the site, without a slash at its end. */
  readonly siteUrl: string;

  constructor(scope: Construct, id: string, { settings, accessLogs, site }: DeliveryProps) {
    super(scope, id);
    const edge = new EdgeRules(this, 'Edge', settings.site);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: settings.site.title.slice(0, 128),
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(site, {
          originAccessControl: new S3OriginAccessControl(this, 'OriginAccess', {
            originAccessControlName: nameForAccount(this, 'Origin'),
          }),
          originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        cachedMethods: CachedMethods.CACHE_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: edge.cachePolicy,
        responseHeadersPolicy: edge.responseHeadersPolicy,
        functionAssociations: edge.functionAssociations,
        compress: true,
      },
      errorResponses: [
        {
          httpStatus: 404,
          responseHttpStatus: 404,
          responsePagePath: `/${notFoundKey}`,
          ttl: Duration.seconds(missingCacheSeconds),
        },
      ],
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: priceClasses[settings.priceClass],
      logBucket: accessLogs,
      logFilePrefix: 'cloudfront/',
      ...(settings.webAclArn && { webAclId: settings.webAclArn }),
      ...(settings.countries && { geoRestriction: GeoRestriction.allowlist(...settings.countries) }),
      ...this.domainProps(settings),
    });
    const host = settings.domain?.name ?? this.distribution.distributionDomainName;
    this.siteUrl = settings.site.baseUrl?.replace(/\/+$/, '') ?? `https://${host}`;
    this.acknowledge(settings);
  }

  private domainProps({ domain }: PipelineSettings): Partial<DistributionProps> {
    if (!domain) return {};
    return {
      domainNames: [domain.name],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  private acknowledge({ countries, webAclArn, domain }: PipelineSettings): void {
    const validations = Validations.of(this.distribution);
    validations.acknowledge({
      id: 'Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      reason:
        'The root object is set, so that / never lists the bucket; without the permission, S3 says 403 of a missing path.',
    });
    if (!countries) {
      validations.acknowledge({
        id: 'AwsSolutions-CFR1',
        reason: 'Feeds are for readers everywhere unless the site says otherwise (prop `countries`).',
      });
    }
    if (!webAclArn) {
      validations.acknowledge({
        id: 'AwsSolutions-CFR2',
        reason:
          'A static, public site that takes no input beyond a path; those who want a firewall name one (prop `webAclArn`).',
      });
    }
    if (!domain) {
      validations.acknowledge({
        id: 'AwsSolutions-CFR4',
        reason:
          'CloudFront fixes the protocols of its own certificate; with a domain, TLS 1.2 of 2021 is the minimum (prop `domain`).',
      });
    }
  }
}
