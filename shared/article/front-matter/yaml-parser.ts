// A CommonJS package: bundled and imported dynamically by itself, it would have no named exports.
export { parse } from 'yaml';
