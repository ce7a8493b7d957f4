import {
  type ArchivePage,
  type PageStart,
  pageStartName,
  readArchivePage,
} from '../../shared/feeds/archive-page.ts';
import { archiveFolder, feedDocuments } from '../../shared/resources/object-keys.ts';
import { type PublishDependencies, timelineOf } from './dependencies.ts';
import { feedRefOf, loadEntries, noFeedDocuments, renderFeedDocuments } from './feed-documents.ts';
import type { FeedGroup } from './feed-group.ts';
import { movedStart } from './moved-start.ts';

export interface ArchiveGroupOptions {
  /** Whether documents that are no longer due are removed; not before the head has stopped linking there. */
  remove: boolean;
  /** Is told what each reading found. */
  onRead: (page: ArchivePage) => void;
}

/**
 * One archive page of a feed: an older, stable stretch of it.
 */
export function archiveGroup(
  deps: PublishDependencies,
  feed: string,
  start: PageStart,
  { remove, onRead }: ArchiveGroupOptions,
): FeedGroup<ArchivePage> {
  const { site, siteUrl } = deps.config;
  const page = pageStartName(start);
  const folder = archiveFolder(feed, page);
  return {
    name: `archive page ${folder}`,
    keys: feedDocuments.map((name) => folder + name),
    async read(timeline = timelineOf(deps, feed)) {
      let content = await readArchivePage(timeline, start, site.feedSize);
      const moved = content.entries.length === 0 && 'id' in start ? await movedStart(deps, start) : undefined;
      if (moved) content = await readArchivePage(timeline, moved, site.feedSize);
      onRead(content);
      return content;
    },
    fingerprint: (content) => JSON.stringify(content),
    isAnnounced: () => true,
    async render(content) {
      if (content.entries.length === 0) return remove ? noFeedDocuments(folder) : [];
      const entries = await loadEntries(deps, content.entries);
      const view = {
        site,
        siteUrl,
        feed: feedRefOf(feed, content.entries),
        page,
        entries,
        withdrawals: [],
        previousArchive: content.previous,
        nextArchive: content.next,
      };
      return renderFeedDocuments(view, folder);
    },
  };
}
