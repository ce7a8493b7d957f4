export type { PublishedArticle } from '../shared/article/schema.ts';
export type { BackoffOptions } from './backoff.ts';
export type { Change } from './change-log.ts';
export { DropwireClient, type FollowOptions, type Stoppable } from './client.ts';
export { ClientError, LogGapError, UnexpectedAnswerError, UnreachableError } from './errors.ts';
export type { FeedDocument, FeedItem } from './feed.ts';
export type { ReaderOptions } from './reader.ts';
