import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';

/** What stands in front of the site and keeps copies of it. */
export interface Cdn {
  /**
   * Drops the copies of these paths; a path with a star at its end counts as one (Amazon CloudFront guide).
   * @param paths URL-encoded, each with its leading slash
   * @param reference names the request: the same one twice drops once
   */
  invalidate(paths: readonly string[], reference: string): Promise<void>;
}

/**
 * A distribution of CloudFront. Its client is an eighth of the publisher's code and only withdrawals need it, so it is
 * loaded with the first of them.
 * @param made is given the client, once
 */
export function cloudFront(distributionId: string, made: (client: CloudFrontClient) => void): Cdn {
  let sdk: Promise<{ client: CloudFrontClient } & typeof import('./cloudfront-client.ts')> | undefined;
  const load = async () => {
    const loaded = await import('./cloudfront-client.ts');
    const client = new loaded.CloudFrontClient({});
    made(client);
    return { ...loaded, client };
  };
  return {
    async invalidate(paths, reference) {
      sdk ??= load();
      const { client, CreateInvalidationCommand } = await sdk;
      await client.send(
        new CreateInvalidationCommand({
          DistributionId: distributionId,
          InvalidationBatch: {
            CallerReference: reference,
            Paths: { Quantity: paths.length, Items: [...paths] },
          },
        }),
      );
    },
  };
}
