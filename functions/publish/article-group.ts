import { type ArticleRecord, placesShown } from '../../shared/catalog/article-record.ts';
import { type ShownVersion, type Standing, standingAt } from '../../shared/catalog/article-standing.ts';
import { Timeline } from '../../shared/catalog/timeline.ts';
import { type Neighbours, readSurroundings } from '../../shared/feeds/neighbours.ts';
import { articleDocuments } from '../../shared/resources/object-keys.ts';
import type { SiteDocument } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import type { FeedGroup } from './feed-group.ts';
import { rendering } from './load-rendering.ts';
import { publishMedia } from './publish-media.ts';

/** What a folder of the site calls for, and what its page leads on to. */
export interface ArticleState {
  standing: Standing;
  neighbours: Neighbours;
}

/** An article's documents, made from its record and from the feed of everything, which the page links along. */
export interface ArticleGroup extends FeedGroup<ArticleState> {
  keys: readonly string[];
  /** The state for a record that was read already. @param timeline of the feed of everything */
  stateOf(record: ArticleRecord | undefined, timeline: Timeline): Promise<ArticleState>;
  /** Whether two states call for the same documents, but for the links of the page. */
  sameArticle(a: ArticleState, b: ArticleState): boolean;
}

/** Which documents of which article. */
export interface ArticleFolder {
  id: string;
  /** Its path, which never changes, or the folder in which documents of it were found. */
  folder: string;
  /** Where its entry stands in the feed of everything, as far as that is known: there its version is found too. */
  published?: string | undefined;
  /** Absent: all of them. */
  documents?: readonly (typeof articleDocuments)[number][];
}

/**
 * An article's own documents: its page, with links to the articles before and after it, its JSON and Markdown. Where it
 * was withdrawn, documents that say so; in a folder that is not its own, documents that lead to it.
 *
 * Who publishes an article brings the pages beside it up to date too, for what they lead to has changed.
 */
export function articleGroup(
  deps: PublishDependencies,
  { id, folder, published, documents = articleDocuments }: ArticleFolder,
): ArticleGroup {
  const { catalog, dynamodb, clock, config } = deps;

  async function stateOf(record: ArticleRecord | undefined, timeline: Timeline): Promise<ArticleState> {
    const standing = standingAt(record, folder, clock.now());
    const place = record && placesShown(record).find(({ feed }) => feed === 'all');
    if (standing.kind !== 'shown' || !place) return { standing, neighbours: {} };
    return { standing, neighbours: await readSurroundings(timeline, { id, ...place }) };
  }

  return {
    name: `article ${id}`,
    keys: documents.map((name) => folder + name),
    stateOf,
    sameArticle: (a, b) => fingerprintOf(a.standing) === fingerprintOf(b.standing),
    async read(timeline) {
      if (timeline && published !== undefined) {
        const { entry, ...neighbours } = await readSurroundings(timeline, { id, published });
        if (entry?.path === folder) {
          return { standing: { kind: 'shown', shown: entry }, neighbours };
        }
      }
      const record = await catalog.readArticle(id);
      return stateOf(record, timeline ?? new Timeline(dynamodb, config.catalogTable, 'all'));
    },
    fingerprint: ({ standing, neighbours: { older, newer } }) =>
      JSON.stringify([fingerprintOf(standing), older?.path, older?.revision, newer?.path, newer?.revision]),
    async render({ standing, neighbours }) {
      const { site, siteUrl } = config;
      const { checkDocument, goneDocument, movedDocument } = await rendering();
      switch (standing.kind) {
        case 'shown':
          return shownDocuments(deps, { id, path: folder, ...standing.shown }, neighbours, documents);
        case 'moved':
          return documents.map((name) => ({
            key: folder + name,
            ...movedDocument(name, id, standing.to),
          }));
        case 'gone':
          return documents.map((name) => {
            const document = goneDocument(name, { id, site, siteUrl });
            if (name === 'index.html') checkDocument(name, document.body, [id]);
            return { key: folder + name, ...document };
          });
        case 'nothing':
          return documents.map((name) => ({ key: folder + name, body: undefined }));
      }
    },
  };
}

/** The record and the feed of everything say the same of an article, in different words. */
function fingerprintOf(standing: Standing): string {
  if (standing.kind !== 'shown') return JSON.stringify(standing);
  const { revision, published, updated } = standing.shown;
  return [revision, published, updated].join(' ');
}

async function shownDocuments(
  deps: PublishDependencies,
  shown: ShownVersion & { id: string; path: string },
  { older, newer }: Neighbours,
  documents: readonly (typeof articleDocuments)[number][],
): Promise<SiteDocument[]> {
  const { site, siteUrl } = deps.config;
  const { checkDocument, renderArticleJson, renderArticleMarkdown, renderArticlePage, renderNinjs } =
    await rendering();
  const [article, olderArticle, newerArticle] = await Promise.all([
    deps.revisions.load(shown),
    older && deps.revisions.load(older),
    newer && deps.revisions.load(newer),
  ]);
  // Where the page stands already, its media do too.
  if (documents.length > 1) await publishMedia(deps, article);
  const renderers = {
    'index.html': () =>
      renderArticlePage(article, site, siteUrl, { older: olderArticle, newer: newerArticle }),
    'article.json': () => renderArticleJson(article),
    'article.md': () => renderArticleMarkdown(article),
    'ninjs.json': () => renderNinjs(article),
  };
  return documents.map((name) => {
    const body = renderers[name]();
    checkDocument(name, body, [shown.id]);
    return { key: shown.path + name, body };
  });
}
