import '../../functions/ingest/read-articles.ts';
import { rendering } from '../../functions/publish/load-rendering.ts';
import { normalize } from '../../shared/article/normalize.ts';
import { type DocumentSpec, fileOf } from './documents.ts';
import { site } from './pipeline.ts';

/** A document of the kind that editors upload. */
const usual: DocumentSpec = {
  marker: 'mk0000',
  tags: [],
  language: 'en',
  draft: false,
  withheld: false,
  canceled: false,
};

/**
 * Loads what the functions load only when they need it. In the middle of a world that takes turns of the event loop, and
 * the order in which things happen would depend on whether it is the first one.
 */
export async function loadParts(): Promise<void> {
  await rendering();
  await normalize({ key: 'news/first.md', bytes: Buffer.from(fileOf(usual)) }, site);
}
