import { renderFeed as render } from '../../../functions/publish/render-feed.ts';
import { memoizedRender } from './memoize.ts';

export * from '../../../functions/publish/render-feed.ts';
/** The real one, with its results remembered. */
export const renderFeed = memoizedRender(render);
