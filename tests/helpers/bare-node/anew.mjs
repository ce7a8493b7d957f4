// Every test file begins with the environment that the tests were started in, and every stack that a test starts loads
// handlers of its own: a stack sets variables for its handlers, which read them once, when they are loaded.
import { registerHooks } from 'node:module';

const atFirst = { ...process.env };
let loaded = 0;

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    if (/\.test\.ts\?\d+$/.test(resolved.url)) restoreEnvironment();
    if (!/\/functions\/\w+\/handler\.ts$/.test(resolved.url)) return resolved;
    loaded += 1;
    return { ...resolved, url: `${resolved.url}?loaded=${loaded}` };
  },
});

function restoreEnvironment() {
  for (const name of Object.keys(process.env)) if (!(name in atFirst)) delete process.env[name];
  Object.assign(process.env, atFirst);
}
