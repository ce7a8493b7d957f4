import { readFile, stat } from 'node:fs/promises';
import { ingestUpload } from '../../functions/ingest/ingest-upload.ts';
import { Catalog } from '../../shared/catalog/catalog.ts';
import type { DynamoDb, S3, Sqs } from '../../shared/clients.ts';
import { parseSiteSettings } from '../../shared/site-settings.ts';
import { DynamoDbModel } from '../../tests/helpers/models/dynamodb/dynamodb-model.ts';
import { s3Error } from '../../tests/helpers/models/service-error.ts';
import { clientOf, operationOf } from '../../tests/helpers/models/service-model.ts';
import { SqsModel } from '../../tests/helpers/models/sqs-model.ts';
import { finish } from '../support/child.ts';

const [path = '', key = ''] = process.argv.slice(2);
const { size } = await stat(path);

/** An inbox of one file on disk and a store that keeps nothing: only the function's own memory counts. */
const s3 = clientOf<S3>(async (command) => {
  const operation = operationOf(command);
  if (operation.startsWith('Put') || operation === 'ListObjectVersions') return {};
  if (operation !== 'GetObject') throw s3Error('NotFound', 404, 'There is none.');
  const Body = { transformToByteArray: () => readFile(path) };
  return { Body, ContentLength: size, LastModified: new Date(), ETag: '"none"', VersionId: 'one' };
});
const dynamodbModel = new DynamoDbModel();
dynamodbModel.addTable('catalog');
const sqs = new SqsModel(Date.now);
sqs.addQueue('publish');
const dynamodb = dynamodbModel.client<DynamoDb>();
const deps = {
  s3,
  dynamodb,
  sqs: sqs.client<Sqs>(),
  catalog: new Catalog(dynamodb, 'catalog'),
  clock: { now: Date.now, sleep: async () => {} },
  config: {
    inboxBucket: 'inbox',
    storeBucket: 'store',
    catalogTable: 'catalog',
    ingestQueueUrl: 'ingest',
    publishQueueUrl: 'publish',
    site: parseSiteSettings({ title: 'Bench' }),
  },
};
const atStart = process.resourceUsage().maxRSS;
const before = process.cpuUsage();
const time = new Date().toISOString();
const { result, code } = await ingestUpload(deps, { key, sequencer: '01', time, created: true });
const { user, system } = process.cpuUsage(before);
finish({
  peakKB: process.resourceUsage().maxRSS,
  atStartKB: atStart,
  outcome: code ?? result,
  cpuMs: (user + system) / 1000,
});
