import { parseQuery } from './encoding.ts';
import { malformedXml, S3Error } from './errors.ts';
import { childrenNamed, requiredText, type XmlElement, type XmlObject } from './xml.ts';

/** Tags of an object, in the order given. */
export type Tags = readonly { readonly key: string; readonly value: string }[];

const mostTags = 10;
const longestKey = 128;
const longestValue = 256;
const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads a Tagging document. @throws S3Error `MalformedXML`, `InvalidTag`, `BadRequest` */
export function parseTagging(root: XmlElement): Tags {
  const [set] = childrenNamed(root, 'TagSet');
  if (!set) throw malformedXml('Tagging lacks TagSet.');
  return checked(
    childrenNamed(set, 'Tag').map((tag) => ({
      key: requiredText(tag, 'Key'),
      value: requiredText(tag, 'Value'),
    })),
  );
}

/** Reads the header x-amz-tagging: `status=ready&lang=en`, form-URL-encoded. */
export function parseTaggingHeader(header: string | undefined): Tags {
  if (header === undefined) return [];
  return checked(parseQuery(header).map(([key, value]) => ({ key, value })));
}

export const renderTagging = (tags: Tags): XmlObject => ({
  TagSet: { Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })) },
});

/** The rules of S3 (user guide, "Categorizing your storage using tags"). */
function checked(tags: Tags): Tags {
  if (tags.length > mostTags) {
    throw new S3Error(400, 'BadRequest', `Object tags cannot be greater than ${mostTags}.`);
  }
  for (const { key, value } of tags) {
    const fits = key.length > 0 && key.length <= longestKey && value.length <= longestValue;
    if (!fits || !allowed.test(key) || !allowed.test(value)) {
      throw new S3Error(
        400,
        'InvalidTag',
        `A tag has a key of 1 to ${longestKey} and a value of up to ${longestValue} letters, digits, spaces and _.:/=+-@.`,
        { details: { TagKey: key, TagValue: value } },
      );
    }
  }
  if (new Set(tags.map((tag) => tag.key)).size < tags.length) {
    throw new S3Error(400, 'InvalidTag', 'Cannot provide multiple tags with the same key.');
  }
  return tags;
}
