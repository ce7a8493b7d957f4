import { jest } from '@jest/globals';
import { memoizedCheck, memoizedRender } from './memoize.ts';

/** The simulation over the real use-cases, with their rendering remembered. Only for tests that run under Jest. */
export async function loadSimulation() {
  // The models answer "not there" with an error hundreds of times a run; stack traces would take a tenth of its time.
  Error.stackTraceLimit = process.env.SEED === undefined ? 0 : 10;
  const checks = await import('../../shared/site/check-document.ts');
  const checkDocument = memoizedCheck(checks.checkDocument);
  jest.unstable_mockModule('../../shared/site/check-document.ts', () => ({ ...checks, checkDocument }));
  const documents = await import('../../functions/publish/feed-documents.ts');
  const renderFeedDocuments = memoizedRender(documents.renderFeedDocuments);
  jest.unstable_mockModule('../../functions/publish/feed-documents.ts', () => ({
    ...documents,
    renderFeedDocuments,
  }));
  const { runWorld } = await import('./run.ts');
  const { checkWorld } = await import('./check-world.ts');
  return { runWorld, checkWorld };
}
