// For tests that run in bare Node.js instead of Jest's virtual machines: half the time, since packages are loaded once
// for all files of a kind. What such tests import as `@jest/globals` is this runner's.
import { registerHooks } from 'node:module';

const globals = new URL('globals.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: globals, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
