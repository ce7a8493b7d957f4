import { validate as isUuid, v5 as uuidv5 } from 'uuid';

/** Namespace of ids made from upload keys and from ids that documents state (RFC 9562, section 5.5). Never change it. */
const namespace = 'b6c1f4c8-52a5-5f0e-9d3b-0c6f2f3f7a11';

/**
 * The id of an article (a lower-case UUID): the one its document states, else one made from its upload key.
 * A stated id that is no UUID (a URN, a URL, a tag: URI, a number) is hashed into one; equal ids give equal UUIDs.
 */
export function articleId(key: string, statedId?: string): string {
  if (statedId === undefined) return uuidv5(`key:${key}`, namespace);
  const bare = statedId.replace(/^urn:uuid:/i, '');
  return isUuid(bare) ? bare.toLowerCase() : uuidv5(`stated:${statedId}`, namespace);
}
