import { publishedFormats } from '../feeds/formats.ts';
import type { SiteSettings } from '../site-settings.ts';

/** The line of viewer-request.js that names the documents which /feed chooses from. */
const published = /^const published = \[.*\];$/m;

/**
 * The source of an edge function for a site: as it stands in its file, but for the formats that the site publishes.
 * Edge functions read no settings.
 */
export function edgeFunctionSource(source: string, site: Pick<SiteSettings, 'formats'>): string {
  const names = [...publishedFormats(site).map(({ name }) => name), 'index.html'];
  return source.replace(published, `const published = [${names.map((name) => `'${name}'`).join(', ')}];`);
}
