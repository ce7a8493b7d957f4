/**
 * Whether two values are the same in all that they hold.
 * An import of node:util would make Node.js load all that it offers, down to worker threads: 12 modules at each cold start.
 */
export const isEqual: (a: unknown, b: unknown) => boolean =
  process.getBuiltinModule('node:util').isDeepStrictEqual;
