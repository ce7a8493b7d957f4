import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { discard, type ReceivedBody, takeIn } from '../body-intake.ts';
import { statedChecksum } from '../checksums.ts';
import { encodeUriPath } from '../encoding.ts';
import { invalidArgument, S3Error } from '../errors.ts';
import { checkKey, factsFrom, headersOfWrite } from '../object-headers.ts';
import { checkFileSize, checkPolicy, type PostPermission } from '../post-policy.ts';
import { largestPut } from '../request-body.ts';
import { originOf, type S3Answer, type S3Call } from '../service.ts';
import type { Authority } from '../signature-claim.ts';
import { parseTagging } from '../tags.ts';
import { parseXml, renderXml } from '../xml.ts';

const largestField = 64 * 1024;
/** Stands in the key for the name of the file that the user picked. */
const filenamePlaceholder = '$' + '{filename}';

interface Form {
  /** Names in lower case. */
  fields: Map<string, string>;
  permission: PostPermission;
  file: ReceivedBody;
}

/**
 * POST Object: a browser's upload by HTML form, allowed by the signed policy among its fields.
 * The file has to be the last field, as S3 demands; so nothing of it is taken in before the policy was checked.
 */
export async function postObject(
  call: Omit<S3Call, 'signature' | 'key'>,
  authority: Authority,
): Promise<S3Answer> {
  const { request, service, bucket } = call;
  const { versioning } = service.buckets.require(bucket);
  const { fields, permission, file } = await readForm(call, authority);
  const key = fields.get('key') ?? '';
  try {
    checkFileSize(file.size, permission);
    checkKey(key);
    const stated = statedChecksum(fields);
    if (stated && file.checksums.get(stated.name) !== stated.value) {
      throw new S3Error(400, 'BadDigest', 'The checksum you specified did not match the file that arrived.');
    }
    const facts = { ...factsFrom(fields), checksum: stated && { ...stated, type: 'FULL_OBJECT' as const } };
    const tagging = fields.get('tagging');
    const tags = tagging === undefined ? [] : parseTagging(parseXml(tagging, 'Tagging'));
    const content = { size: file.size, etag: file.md5, facts, tags, body: file.body };
    const version = service.objects.put(bucket, key, content, {
      event: 'ObjectCreated:Post',
      conditions: {},
      origin: originOf(call),
    });
    const location = `http://${request.headers.get('host') ?? ''}/${bucket}/${encodeUriPath(key)}`;
    const headers = { ...headersOfWrite(version, versioning !== undefined), Location: location };
    return answer(fields, headers, {
      Location: location,
      Bucket: bucket,
      Key: key,
      ETag: `"${version.etag}"`,
    });
  } catch (error) {
    discard(service.files, file.body);
    throw error;
  }
}

function answer(
  fields: Form['fields'],
  headers: S3Answer['headers'],
  result: Record<string, string>,
): S3Answer {
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of [
      ['bucket', result.Bucket],
      ['key', result.Key],
      ['etag', result.ETag],
    ]) {
      if (name && value) target.searchParams.set(name, value);
    }
    return { status: 303, headers: { ...headers, Location: target.href } };
  }
  const status = fields.get('success_action_status');
  if (status === '201') return { status: 201, headers, body: renderXml('PostResponse', result, false) };
  return { status: status === '200' ? 200 : 204, headers };
}

function readForm(
  { request, service, bucket }: Omit<S3Call, 'signature' | 'key'>,
  authority: Authority,
): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>([['bucket', bucket]]);
    let taken: Promise<Form> | undefined;
    const malformed = (message: string, cause?: unknown) =>
      new S3Error(400, 'MalformedPOSTRequest', message, { cause });
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: request.message.headers,
        limits: { fieldSize: largestField, fields: 200, files: 1 },
        defParamCharset: 'utf8',
      });
    } catch (cause) {
      reject(malformed('The body is not a well-formed multipart/form-data.', cause));
      return;
    }
    const fail = (error: unknown) => {
      request.message.unpipe(parser);
      parser.destroy();
      reject(error);
    };
    parser.on('field', (name, value) => {
      if (!taken) fields.set(name.toLowerCase(), value);
    });
    parser.on('file', (_, stream, { filename }) => {
      taken = takeFile(stream, filename ?? '', fields, authority, service);
      taken.catch(fail);
    });
    parser.on('error', (cause) => fail(malformed('The form is malformed or broke off.', cause)));
    parser.on('close', () => {
      if (taken) taken.then(resolve, reject);
      else reject(invalidArgument('file', '', 'POST requires exactly one file upload per request.'));
    });
    request.message.once('close', () => {
      if (!request.message.complete)
        fail(new S3Error(400, 'IncompleteBody', 'The connection ended before the body did.'));
    });
    request.message.pipe(parser);
  });
}

async function takeFile(
  stream: Readable,
  filename: string,
  fields: Map<string, string>,
  authority: Authority,
  service: S3Call['service'],
): Promise<Form> {
  // A client that closes early makes the parser destroy the stream with an error that the iteration below reports.
  stream.on('error', () => undefined);
  const permission = checkPolicy(fields, authority, largestPut);
  const key = fields.get('key');
  if (key === undefined || key === '') {
    throw invalidArgument('key', '', 'Bucket POST must contain a field named key.');
  }
  fields.set(
    'key',
    key.replaceAll(filenamePlaceholder, () => filename),
  );
  const stated = statedChecksum(fields);
  const file = await takeIn(stream, service.files, {
    limit: permission.largest,
    checksums: stated ? [stated.name] : [],
    sha256: false,
  });
  return { fields, permission, file };
}
