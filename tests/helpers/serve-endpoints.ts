import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../local/servers.ts';

/*
 * Starts the embedded servers over a new folder and prints the variables that lead the integration tests to them:
 * `node tests/helpers/serve-endpoints.ts`. Runs until it is interrupted.
 */
const folder = await mkdtemp(join(tmpdir(), 'dropwire-served-'));
const servers = await startEmbedded({
  inside: (...names) => join(folder, ...names),
  ports: {},
  dynamodb: process.env.DYNAMODB,
});
const { endpoints, region, credentials } = servers;
const variables = {
  AWS_ENDPOINT_URL_S3: endpoints.s3,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
};
for (const [name, value] of Object.entries(variables)) process.stdout.write(`export ${name}=${value}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await servers.close();
    await rm(folder, { recursive: true, force: true });
    process.exit();
  });
}
