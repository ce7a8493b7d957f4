import { renderFeedDocuments as render } from '../../../functions/publish/feed-documents.ts';
import { memoizedRender } from './memoize.ts';

export * from '../../../functions/publish/feed-documents.ts';
/** The real one, with its results remembered. */
export const renderFeedDocuments = memoizedRender(render);
