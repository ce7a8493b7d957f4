/** Uploads below this folder of the inbox are the canary's: they stand in its feed and in no other. */
export const canaryUploads = '.dropwire/canary/';

/** The one upload that the canary makes, always under the same key: one article, one address. */
export const canaryUploadKey = `${canaryUploads}article.md`;

export const isCanaryUpload = (key: string): boolean => key.startsWith(canaryUploads);

/** The canary's feed, also its folder on the site. No page, list or sitemap leads there. */
export const canaryFeed = { feed: 'canary', label: 'Canary' } as const;
