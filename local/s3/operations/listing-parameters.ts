import { encodeForm } from '../encoding.ts';
import { invalidArgument } from '../errors.ts';
import { ownerId, type S3Call } from '../service.ts';

const mostEntries = 1000;

/** The owner of everything, as listings show it. */
export const owner = { ID: ownerId, DisplayName: ownerId };

/** What all listings share: their parameters, and how names are written. */
export function listingParameters({ request, service, bucket }: S3Call, limitName = 'max-keys') {
  service.buckets.require(bucket);
  const { query } = request;
  const encoding = query.get('encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw invalidArgument('encoding-type', encoding, 'The only encoding type is url.');
  }
  const asked = query.get(limitName) ?? String(mostEntries);
  const limit = Number(asked === '' ? mostEntries : asked);
  if (!/^\d*$/.test(asked) || limit > 2 ** 31 - 1) {
    throw invalidArgument(limitName, asked, `${limitName} has to be a whole number from 0 to 2147483647.`);
  }
  const write = encoding === 'url' ? encodeForm : (name: string) => name;
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: Math.min(limit, mostEntries),
    encoding,
    write,
    writeIfAny: (name: string | undefined) => (name === undefined ? undefined : write(name)),
  };
}
