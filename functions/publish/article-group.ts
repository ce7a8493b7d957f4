import type { ArticleRecord } from '../../shared/catalog/article-record.ts';
import { articleDocuments } from '../../shared/resources/object-keys.ts';
import { renderArticleJson, renderArticleMarkdown } from '../../shared/site/article-documents.ts';
import { renderArticlePage } from '../../shared/site/article-page.ts';
import { checkDocument } from '../../shared/site/check-document.ts';
import type { DocumentGroup } from './bring-up-to-date.ts';
import type { PublishDependencies } from './dependencies.ts';

type State = ArticleRecord | undefined;

/** An article's own documents: its page, JSON and Markdown; none unless it is shown. */
export function articleGroup(deps: PublishDependencies, id: string): DocumentGroup<State> {
  const { site, siteUrl } = deps.config;
  return {
    name: `article ${id}`,
    read: () => deps.catalog.readArticle(id),
    fingerprint: (record) => JSON.stringify([record?.path, record?.shown]),
    async render(record) {
      if (record?.path === undefined) return [];
      const { path, shown } = record;
      if (!shown) return articleDocuments.map((name) => ({ key: path + name, body: undefined }));
      const article = await deps.revisions.load({ id, path, ...shown });
      const bodies = {
        'index.html': renderArticlePage(article, site, siteUrl),
        'article.json': renderArticleJson(article),
        'article.md': renderArticleMarkdown(article),
      };
      return articleDocuments.map((name) => {
        checkDocument(name, bodies[name], [id]);
        return { key: path + name, body: bodies[name] };
      });
    },
  };
}
