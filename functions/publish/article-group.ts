import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { standingAt } from '../../shared/catalog/article-standing.ts';
import { articleDocuments } from '../../shared/resources/object-keys.ts';
import type { DocumentGroup, SiteDocument } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import { rendering } from './load-rendering.ts';
import { publishMedia } from './publish-media.ts';

type State = ArticleRecord | undefined;

/**
 * An article's own documents: its page, JSON and Markdown. Where it was withdrawn, documents that say so; in a folder
 * that is not its own, documents that lead to it.
 * @param folder its path, which never changes, or the folder in which documents of it were found
 */
export function articleGroup(deps: PublishDependencies, id: string, folder: string): DocumentGroup<State> {
  const { site, siteUrl } = deps.config;
  const standing = (record: State) => standingAt(record, folder, deps.clock.now());
  return {
    name: `article ${id}`,
    keys: articleDocuments.map((name) => folder + name),
    read: () => deps.catalog.readArticle(id),
    fingerprint: (record) => JSON.stringify(standing(record)),
    async render(record) {
      const due = standing(record);
      const { checkDocument, goneDocument, movedDocument } = await rendering();
      switch (due.kind) {
        case 'shown':
          return shownDocuments(deps, id, folder, due.shown);
        case 'moved':
          return articleDocuments.map((name) => ({
            key: folder + name,
            ...movedDocument(name, id, due.to),
          }));
        case 'gone':
          return articleDocuments.map((name) => {
            const document = goneDocument(name, { id, site, siteUrl });
            if (name === 'index.html') checkDocument(name, document.body, [id]);
            return { key: folder + name, ...document };
          });
        case 'nothing':
          return articleDocuments.map((name) => ({ key: folder + name, body: undefined }));
      }
    },
  };
}

async function shownDocuments(
  deps: PublishDependencies,
  id: string,
  path: string,
  shown: NonNullable<ArticleRecord['shown']>,
): Promise<SiteDocument[]> {
  const { site, siteUrl } = deps.config;
  const { checkDocument, renderArticleJson, renderArticleMarkdown, renderArticlePage, renderNinjs } =
    await rendering();
  const article = await deps.revisions.load({ id, path, ...shown });
  await publishMedia(deps, article);
  const bodies = {
    'index.html': renderArticlePage(article, site, siteUrl),
    'article.json': renderArticleJson(article),
    'article.md': renderArticleMarkdown(article),
    'ninjs.json': renderNinjs(article),
  };
  return articleDocuments.map((name) => {
    checkDocument(name, bodies[name], [id]);
    return { key: path + name, body: bodies[name] };
  });
}
