// The runner has no limits of time. Without them, a test that waits for what never comes would hold up the whole run.
const longestMs = 120_000;
const { describe, expect, jest } = globalThis;

const limited =
  (run, ms = longestMs) =>
  async (...values) => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`It took more than ${ms} ms.`)), ms);
    });
    try {
      await Promise.race([run(...values), late]);
    } finally {
      clearTimeout(timer);
    }
  };

const withLimit = (define) =>
  Object.assign((name, run, ms) => define(name, run && limited(run, ms)), {
    each: (...table) => {
      const defineEach = define.each(...table);
      return (name, run, ms) => defineEach(name, limited(run, ms));
    },
  });

const limitedHook = (define) => (run, ms) => define(limited(run, ms));
const [afterAll, afterEach] = [globalThis.afterAll, globalThis.afterEach].map(limitedHook);
const [beforeAll, beforeEach] = [globalThis.beforeAll, globalThis.beforeEach].map(limitedHook);

const test = Object.assign(withLimit(globalThis.test), {
  only: withLimit(globalThis.test.only),
  skip: withLimit(globalThis.test.skip),
});

export { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test as it, test };
