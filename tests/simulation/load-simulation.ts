import { jest } from '@jest/globals';
import { memoized } from './memoize.ts';

/** The simulation over the real use-cases, with their rendering remembered. Only for tests that run under Jest. */
export async function loadSimulation() {
  const documents = await import('../../functions/publish/feed-documents.ts');
  const renderFeedDocuments = memoized(documents.renderFeedDocuments);
  jest.unstable_mockModule('../../functions/publish/feed-documents.ts', () => ({
    ...documents,
    renderFeedDocuments,
  }));
  const { runWorld } = await import('./run.ts');
  const { checkWorld } = await import('./check-world.ts');
  return { runWorld, checkWorld };
}
