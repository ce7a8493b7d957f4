import { availableParallelism } from 'node:os';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
};

/** Kinds of tests, one Jest project each; `tests/e2e` needs a browser and is left to `npm run test:e2e`. */
const kinds = ['unit', 'integration', 'simulation', 'infra', 'e2e'];

export default {
  // One more than Jest would take: integration tests wait as much as they compute.
  maxWorkers: availableParallelism(),
  reporters: ['default', '<rootDir>/tests/helpers/closing-line-reporter.mjs'],
  projects: kinds.map((kind) => ({
    ...base,
    displayName: kind,
    testMatch: [`<rootDir>/tests/${kind}/**/*.test.ts`],
  })),
};
