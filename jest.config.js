import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

// Tests start many processes of the same few programs, which compile their code once.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

const compiled = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
};

/** Without Jest's virtual machines, for tests that share no state by way of modules. */
const inBareNode = (...setupFiles) => ({
  runner: 'jest-light-runner',
  transform: {},
  setupFiles: ['<rootDir>/tests/helpers/bare-node/setup.mjs', ...setupFiles],
});

/** Integration tests of servers and models: they load no handlers, so bare Node.js does for them. */
const withoutHandlers = ['s3', 'models', 'edge'];

/**
 * Kinds of tests. Handlers read their environment when they are loaded, so tests that load them need modules of their
 * own. `tests/e2e` needs a browser and is left to `npm run test:e2e`.
 */
const kinds = [
  { kind: 'unit', ...inBareNode() },
  {
    kind: 'integration',
    ...inBareNode(),
    testMatch: withoutHandlers.map((folder) => `<rootDir>/tests/integration/${folder}/**/*.test.ts`),
  },
  {
    kind: 'integration',
    ...compiled,
    testPathIgnorePatterns: withoutHandlers.map((folder) => `/tests/integration/${folder}/`),
  },
  { kind: 'simulation', ...inBareNode('<rootDir>/tests/simulation/remember-renderings.ts') },
  { kind: 'infra', ...compiled },
  { kind: 'e2e', ...compiled },
];

export default {
  // Integration tests wait as much as they compute.
  maxWorkers: availableParallelism() + 1,
  reporters: ['default', '<rootDir>/tests/helpers/closing-line-reporter.mjs'],
  projects: kinds.map(({ kind, ...settings }) => ({
    displayName: kind,
    testMatch: [`<rootDir>/tests/${kind}/**/*.test.ts`],
    ...settings,
  })),
};
