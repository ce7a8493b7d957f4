import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { articleDocuments } from '../../shared/resources/object-keys.ts';
import { renderArticleJson, renderArticleMarkdown } from '../../shared/site/article-documents.ts';
import { renderArticlePage } from '../../shared/site/article-page.ts';
import { checkDocument } from '../../shared/site/check-document.ts';
import type { DocumentGroup } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';
import { publishMedia } from './publish-media.ts';

type State = ArticleRecord | undefined;

/**
 * An article's own documents: its page, JSON and Markdown; none unless it is shown, at this path.
 * @param folder its path, which never changes, or the folder in which documents of it were found
 */
export function articleGroup(deps: PublishDependencies, id: string, folder: string): DocumentGroup<State> {
  const { site, siteUrl } = deps.config;
  return {
    name: `article ${id}`,
    keys: articleDocuments.map((name) => folder + name),
    read: () => deps.catalog.readArticle(id),
    fingerprint: (record) => JSON.stringify([record?.path, record?.shown]),
    async render(record) {
      const shown = record?.path === folder ? record.shown : undefined;
      if (!shown) return articleDocuments.map((name) => ({ key: folder + name, body: undefined }));
      const article = await deps.revisions.load({ id, path: folder, ...shown });
      await publishMedia(deps, article);
      const bodies = {
        'index.html': renderArticlePage(article, site, siteUrl),
        'article.json': renderArticleJson(article),
        'article.md': renderArticleMarkdown(article),
      };
      return articleDocuments.map((name) => {
        checkDocument(name, bodies[name], [id]);
        return { key: folder + name, body: bodies[name] };
      });
    },
  };
}
