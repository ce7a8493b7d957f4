/** The schema that `ninjs.json` keeps to: IPTC ninjs, News in JSON. */
export const ninjsSchema = 'http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json';

/** Media type under which other documents link to `ninjs.json`: JSON with a profile (RFC 6906). */
export const ninjsType = `application/json; profile="${ninjsSchema}"`;
