/**
 * What is used of node:util at every cold start. An import of it would make Node.js load all that it offers, down to
 * worker threads: 12 modules.
 */
export const { isDeepStrictEqual, promisify } = process.getBuiltinModule('node:util');
