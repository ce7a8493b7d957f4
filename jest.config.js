import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

// Tests start many processes of the same few programs, which compile their code once.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

/**
 * Tests run in bare Node.js, without Jest's virtual machines: the files of a kind share the modules of a few threads, so
 * packages are loaded a few times in all, and their compiled code is kept.
 */
const inBareNode = (...setupFiles) => ({
  runner: 'jest-light-runner',
  transform: {},
  setupFiles: ['<rootDir>/tests/helpers/bare-node/setup.mjs', ...setupFiles],
});
const remembering = inBareNode('<rootDir>/tests/helpers/renderings/remember-renderings.ts');
const withOwnStacks = inBareNode('<rootDir>/tests/helpers/bare-node/anew.mjs');

/** Kinds of tests. `tests/e2e` needs a browser and is left to `npm run test:e2e`. */
const kinds = [
  { kind: 'unit', ...remembering },
  { kind: 'integration', ...withOwnStacks },
  { kind: 'simulation', ...remembering },
  { kind: 'infra', ...withOwnStacks },
  { kind: 'e2e', ...withOwnStacks },
];

export default {
  // Integration tests wait as much as they compute.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/tests/helpers/longest-first.mjs',
  reporters: ['default', '<rootDir>/tests/helpers/closing-line-reporter.mjs'],
  projects: kinds.map(({ kind, ...settings }) => ({
    displayName: kind,
    testMatch: [`<rootDir>/tests/${kind}/**/*.test.ts`],
    ...settings,
  })),
};
