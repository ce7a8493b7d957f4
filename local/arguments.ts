import { parseArgs } from 'node:util';
import { isEndpoint } from '../functions/webhooks/endpoints.ts';
import { UsageError } from '../shared/errors.ts';

/** What `npm start --` was told. */
export interface StartArguments {
  /** Absent: that of the last run, or 8400. */
  port?: number;
  inbox: string;
  data: string;
  /** Addresses of webhooks. */
  webhooks: string[];
  examples: boolean;
  quiet: boolean;
  json: boolean;
  help: boolean;
}

export const usage = `Usage: npm start -- [options]

Runs the whole pipeline on this machine. Drop articles into the inbox folder, or upload them with any S3
client to the endpoint that DATA/stack.json names; feeds and pages appear at the address that is printed.
Below that address, /_local shows uploads, rejections and queues live, and takes files dropped in a browser.

  --port N        port of the site; 0 takes any free one (default: as last time, else 8400)
  --inbox DIR     folder that is mirrored into the inbox bucket (default: ./inbox)
  --data DIR      folder that keeps everything between runs (default: ./.dropwire)
  --webhook URL   send events there, signed; once for each (docs/events.md); https, or http on this machine
  --no-examples   don't put example articles into an empty inbox at the first start
  --quiet         print nothing but the ready line and errors
  --json          print one JSON object a line instead of text, also of a failure, on standard error
  --help          print this

Exit status: 0 stopped as asked, 1 failed, 2 wrong arguments, 3 port in use, 4 data or inbox folder unusable,
5 no DynamoDB server for this platform.

DYNAMODB=java runs AWS's DynamoDB Local instead of the embedded server. AWS_ENDPOINT_URL_S3, _SQS and
_DYNAMODB together lead to services elsewhere instead of those on this machine.
`;

/** @throws UsageError `usage` for options that don't exist and values that can't be */
export function parseArguments(args: string[]): StartArguments {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (cause) {
    throw new UsageError('usage', `${(cause as Error).message}\n\n${usage}`, { cause });
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new UsageError('usage', `--port ${values.port} is no port; use a number from 0 to 65535.`);
  }
  if (values.inbox === '' || values.data === '') {
    throw new UsageError('usage', 'A folder name is empty; leave the option out for the default.');
  }
  for (const url of values.webhook) {
    if (!isEndpoint(url)) {
      throw new UsageError(
        'usage',
        `--webhook ${url} is no https address, nor an http address of this machine.`,
      );
    }
  }
  return {
    port,
    inbox: values.inbox,
    data: values.data,
    webhooks: values.webhook,
    examples: !values['no-examples'],
    quiet: values.quiet,
    json: values.json,
    help: values.help,
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      port: { type: 'string' },
      inbox: { type: 'string', default: 'inbox' },
      data: { type: 'string', default: '.dropwire' },
      webhook: { type: 'string', multiple: true, default: [] },
      'no-examples': { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
}
