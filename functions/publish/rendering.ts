// What is imported dynamically is not tree-shaken, so its parts are named here.
export { renderOpml } from '../../shared/feeds/opml.ts';
export { articleJsonSchema, changesJsonSchema, eventsJsonSchema } from '../../shared/json-schemas.ts';
export { renderArticleJson, renderArticleMarkdown } from '../../shared/site/article-documents.ts';
export { renderArticlePage } from '../../shared/site/article-page.ts';
export { checkDocument } from '../../shared/site/check-document.ts';
export { renderExtensionPage } from '../../shared/site/extension-page.ts';
export { goneDocument, movedDocument } from '../../shared/site/gone-documents.ts';
export { renderNinjs } from '../../shared/site/ninjs-document.ts';
export { renderNotFoundPage } from '../../shared/site/not-found-page.ts';
export { renderRobots } from '../../shared/site/robots.ts';
export { checkSitemap } from '../../shared/sitemaps/check-sitemap.ts';
export { renderNewsSitemap, renderSitemap, renderSitemapIndex } from '../../shared/sitemaps/render.ts';
export { renderFeed } from './render-feed.ts';
