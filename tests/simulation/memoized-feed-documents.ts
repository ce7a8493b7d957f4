import { renderFeedDocuments as render } from '../../functions/publish/feed-documents.ts';
import { memoized } from './memoize.ts';

export * from '../../functions/publish/feed-documents.ts';
/** The real one, with its results remembered. */
export const renderFeedDocuments = memoized(render);
