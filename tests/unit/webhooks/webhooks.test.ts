import { randomBytes } from 'node:crypto';
import type { ChangeMessageVisibilityCommand } from '@aws-sdk/client-sqs';
import type { GetParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, test } from '@jest/globals';
import type { SQSRecord } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import { deliverBatch, waitSeconds } from '../../../functions/webhooks/deliver-batch.ts';
import type { WebhookDependencies } from '../../../functions/webhooks/dependencies.ts';
import { parseEndpoints } from '../../../functions/webhooks/endpoints.ts';
import type { Answer, PostOptions } from '../../../functions/webhooks/post.ts';
import { post } from '../../../functions/webhooks/post.ts';
import { isPublicAddress, publicLookup } from '../../../functions/webhooks/public-address.ts';
import { Secrets } from '../../../functions/webhooks/secrets.ts';
import { parseSecrets, signatures } from '../../../functions/webhooks/sign.ts';
import { webhookOf } from '../../../functions/webhooks/webhook.ts';
import { queueSettings, webhookWaits } from '../../../shared/resources/settings.ts';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = newSecret();
const endpoint = (name: string) => ({
  url: `https://${name}.example.com/hook?token=t0ken`,
  secretParameter: `/hooks/${name}`,
  privateNetwork: false,
  queueArn: `arn:aws:sqs:eu-west-1:111122223333:${name}`,
  queueUrl: `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`,
});
const detail = { idempotencyKey: 'news/a.b.md:1', id: 'urn:uuid:1', version: 1 };
const event = { 'detail-type': 'Article Published', time: '2026-03-01T08:00:00Z', detail };

function recordOf(name: string, { attempt = 1, body = JSON.stringify(event) } = {}): SQSRecord {
  return {
    messageId: `${name}-${attempt}`,
    receiptHandle: `handle of ${name}`,
    body,
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: endpoint(name).queueArn,
    awsRegion: 'eu-west-1',
  };
}

/** A function's surroundings, with receivers that answer as told and all that it asked of AWS. */
function bench(answers: Record<string, Answer | Error>) {
  const sent: (PostOptions & { url: string })[] = [];
  const asked: { name: string; input: unknown }[] = [];
  const lines: string[] = [];
  const outcomes: string[] = [];
  const note = (command: { constructor: { name: string }; input: unknown }) =>
    asked.push({ name: command.constructor.name, input: command.input });
  const clock = { now: () => Date.now(), sleep: async () => {} };
  const ssm = {
    async send(command: GetParameterCommand) {
      note(command);
      return { Parameter: { Value: secret } };
    },
  } as unknown as ConstructorParameters<typeof Secrets>[0];
  const sqs = {
    async send(command: ChangeMessageVisibilityCommand) {
      note(command);
      return {};
    },
  } as unknown as WebhookDependencies['sqs'];
  const deps: WebhookDependencies = {
    sqs,
    clock,
    secrets: new Secrets(ssm, clock),
    endpoints: Object.keys(answers).map(endpoint),
    random: () => 0.5,
    async post(url, options) {
      sent.push({ url, ...options });
      const answer = answers[new URL(url).hostname.split('.')[0] ?? ''];
      if (!answer || answer instanceof Error) throw answer ?? new Error('nobody there');
      return answer;
    },
  };
  const write = (message: string, details: unknown) => lines.push(`${message} ${JSON.stringify(details)}`);
  const log = { error: write, warn: write };
  const run = (...records: SQSRecord[]) =>
    deliverBatch(deps, records, log, (outcome) => outcomes.push(outcome));
  return { run, sent, asked, lines, outcomes };
}

describe('a webhook', () => {
  test('is signed so that the receivers’ own library takes it, and nothing that was changed', async () => {
    const { run, sent } = bench({ desk: { status: 204 } });
    await run(recordOf('desk'));
    const { body = '', headers = {} }: Partial<PostOptions> = sent[0] ?? {};
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'article.published',
      timestamp: event.time,
      data: detail,
    });
    expect(() => new Webhook(secret).verify(body.replace('"version":1', '"version":2'), headers)).toThrow();
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
    expect(headers['content-type']).toBe('application/json');
  });

  test('is signed with both secrets while one replaces the other', () => {
    const next = newSecret();
    const signed = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1000), body: '{}' };
    const headers = {
      'webhook-id': signed.id,
      'webhook-timestamp': String(signed.timestamp),
      'webhook-signature': signatures(parseSecrets(`${secret} ${next}`), signed),
    };
    for (const each of [secret, next]) expect(new Webhook(each).verify('{}', headers)).toEqual({});
  });

  test('has an id that is the same for the same event and fit for signing and for a header', () => {
    const idOf = (idempotencyKey: string) =>
      webhookOf(JSON.stringify({ ...event, detail: { ...detail, idempotencyKey } })).id;
    expect(idOf('news/Fähre.md:1')).toBe(idOf('news/Fähre.md:1'));
    expect(idOf('news/Fähre.md:1')).not.toBe(idOf('news/Fähre.md:2'));
    expect(idOf('news/Fähre.md:1')).toMatch(/^msg_[\w-]{43}$/);
  });

  test.each([
    '',
    'plain',
    'whsec_',
    'whsec_c2hvcnQ=',
    'whsec_YWxvbmdlbm91Z2hzZWNyZXRvZjMyYnl0ZXNvcnNv whsec_c2hvcnQ=',
  ])('is not signed with a secret like %j', (text) => {
    expect(() => parseSecrets(text)).toThrow(expect.objectContaining({ code: 'webhook-secret-invalid' }));
  });
});

describe('a batch', () => {
  test('what is taken or no longer wanted is done; each other message waits by itself', async () => {
    const { run, asked, outcomes, lines } = bench({
      good: { status: 200 },
      gone: { status: 410 },
      moved: { status: 302 },
      down: new Error('connection refused'),
    });
    const answer = await run(
      recordOf('good'),
      recordOf('gone'),
      recordOf('moved'),
      recordOf('down', { attempt: 3 }),
    );
    expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'moved-1',
      'down-3',
    ]);
    expect(outcomes.sort()).toEqual(['delivered', 'failed', 'failed', 'gone']);
    expect(asked.filter(({ name }) => name === 'ChangeMessageVisibilityCommand')).toEqual(
      expect.arrayContaining([
        {
          name: 'ChangeMessageVisibilityCommand',
          input: {
            QueueUrl: endpoint('moved').queueUrl,
            ReceiptHandle: 'handle of moved',
            VisibilityTimeout: webhookWaits[0],
          },
        },
        expect.objectContaining({ input: expect.objectContaining({ VisibilityTimeout: webhookWaits[2] }) }),
      ]),
    );
    expect(lines.filter((line) => line.includes('gone'))).toHaveLength(1);
  });

  test('asks AWS for no more than the stack allows: secrets once, and later delivery', async () => {
    const { run, asked } = bench({ down: { status: 500 } });
    await run(recordOf('down'), recordOf('down', { attempt: 2 }));
    expect(asked.map(({ name }) => name).sort()).toEqual([
      'ChangeMessageVisibilityCommand',
      'ChangeMessageVisibilityCommand',
      'GetParameterCommand',
    ]);
    expect(asked[0]?.input).toEqual({ Name: '/hooks/down', WithDecryption: true });
  });

  test('logs neither secrets nor the tokens in addresses', async () => {
    const { run, lines } = bench({ gone: { status: 410 }, down: { status: 503 } });
    await run(recordOf('gone'), recordOf('down'), recordOf('down', { body: '{}' }));
    expect(lines.length).toBe(3);
    for (const word of ['t0ken', secret.slice(6), 'handle of']) expect(lines.join('\n')).not.toContain(word);
  });

  test('waits longer each time, as long as the receiver asks, and not at all before it is given up', () => {
    const waits = Array.from({ length: queueSettings.webhooks.maxReceiveCount }, (_, index) =>
      waitSeconds(index + 1, 0.5),
    );
    expect(waits).toEqual([...webhookWaits, 0]);
    expect(waitSeconds(1, 0.5, 120)).toBe(120);
    expect(waitSeconds(2, 0)).toBeLessThan(waitSeconds(2, 0.999));
    for (const random of [0, 0.999])
      for (let attempt = 1; attempt <= waits.length; attempt++)
        expect(waitSeconds(attempt, random, attempt === 4 ? 999_999 : 0)).toBeLessThan(12 * 60 * 60);
  });
});

describe('where webhooks may go', () => {
  test.each(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'])('%s: yes', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::ffff:10.0.0.1',
    'fd00:ec2::254',
    'fe80::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'no address',
  ])('%s: no', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('a name is looked up and refused for what it stands for; so is an address however it is written', async () => {
    const refused = expect.objectContaining({ code: 'webhook-private-address' });
    const lookedUp = new Promise((resolve) => publicLookup('localhost', {}, (error) => resolve(error)));
    expect(await lookedUp).toEqual(refused);
    const address = '93.184.215.14';
    const found = new Promise((resolve) => publicLookup(address, {}, (...answer) => resolve(answer)));
    expect(await found).toEqual([null, address, 4]);
    const all = new Promise((resolve) =>
      publicLookup(address, { all: true }, (...answer) => resolve(answer)),
    );
    expect(await all).toEqual([null, [{ address, family: 4 }]]);
    const options = { headers: {}, body: '', privateNetwork: false, timeoutMs: 1000 };
    for (const host of ['localhost', '127.0.0.1', '0x7f.1', '[::1]', '[::ffff:7f00:1]']) {
      await expect(post(`https://${host}:9/`, options)).rejects.toEqual(refused);
    }
  });

  test('only over TLS, but for this machine', () => {
    const parse = (url: string) => parseEndpoints(JSON.stringify([{ ...endpoint('desk'), url }]));
    expect(parse('http://127.0.0.1:8080/')).toHaveLength(1);
    for (const url of ['http://example.com/', 'ftp://127.0.0.1/', 'nowhere']) {
      expect(() => parse(url)).toThrow(expect.objectContaining({ code: 'environment-invalid' }));
    }
  });
});
