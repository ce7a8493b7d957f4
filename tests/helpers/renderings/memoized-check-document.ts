import { checkDocument as check } from '../../../shared/site/check-document.ts';
import { memoizedCheck } from './memoize.ts';

export * from '../../../shared/site/check-document.ts';
/** The real one, which remembers what has passed. */
export const checkDocument = memoizedCheck(check);
