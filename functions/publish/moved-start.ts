import type { EntryPlace } from '../../shared/feeds/stretches.ts';
import type { PublishDependencies } from './dependencies.ts';

/**
 * Where an article stands now that has left its place for another one in the same month. What it starts there, an
 * archive page or a part of the sitemap, has the same name as what it started before.
 */
export async function movedStart(
  { catalog }: PublishDependencies,
  { id, published }: EntryPlace,
): Promise<EntryPlace | undefined> {
  const now = (await catalog.readArticle(id))?.shown?.published;
  if (now === undefined || now === published || now.slice(0, 7) !== published.slice(0, 7)) return undefined;
  return { id, published: now };
}
