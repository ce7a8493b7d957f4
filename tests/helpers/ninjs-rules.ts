/**
 * The rules of IPTC ninjs 3.0 for the properties that a text article needs, as JSON Schema 2020-12. Written from the
 * property tables of the standard (iptc.org/standards/ninjs); unlike the standard's own schema it leaves out properties
 * that are never written, so that one of them would be a fault here.
 */
const text = { type: 'string' } as const;
const uri = { type: 'string', format: 'uri' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const count = { type: 'integer', minimum: 0 } as const;

const listOf = (required: string[], properties: object) => ({
  type: 'array',
  items: { type: 'object', required, properties, additionalProperties: false },
});

const newsItem = {
  uri,
  type: {
    enum: ['text', 'audio', 'video', 'picture', 'graphic', 'composite', 'component', 'event', 'planning'],
  },
  representationType: { enum: ['full', 'partial'] },
  firstCreated: time,
  versionCreated: time,
  pubStatus: { enum: ['usable', 'withheld', 'canceled'] },
  language: text,
  by: text,
  headlines: listOf(['value'], { role: text, contentType: text, value: text }),
  descriptions: listOf(['value'], { role: text, contentType: text, value: text }),
  bodies: listOf(['value'], {
    role: text,
    contentType: text,
    charCount: count,
    wordCount: count,
    value: text,
  }),
  subjects: listOf([], { name: text, rel: text, uri, literal: text }),
  altIds: listOf([], { role: text, value: text }),
  renditions: listOf(['name'], {
    name: text,
    href: uri,
    contentType: text,
    width: { type: 'number' },
    height: { type: 'number' },
    sizeInBytes: { type: 'number' },
  }),
  standard: {
    type: 'object',
    properties: { name: text, version: text, schema: uri },
    additionalProperties: false,
  },
};

export const ninjsRules = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['uri'],
  additionalProperties: false,
  properties: {
    ...newsItem,
    associations: listOf(['name', 'uri'], { ...newsItem, name: text }),
  },
};
