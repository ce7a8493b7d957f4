import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../shared/errors.ts';
import { parseSiteSettings, type SiteSettings } from '../shared/site-settings.ts';
import * as z from '../shared/zod.ts';

const cdkFile = new URL('../cdk.json', import.meta.url);
const cdkSchema = z.looseObject({ context: z.looseObject({ site: z.unknown() }) });

/**
 * The site settings that the stack would be deployed with: context `site` of cdk.json.
 * @throws ConfigurationError `cdk-json-broken` or `site-settings-invalid`
 */
export async function readSiteSettings(file: URL | string = cdkFile): Promise<SiteSettings> {
  try {
    const { context } = cdkSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return parseSiteSettings(context.site);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError(
      'cdk-json-broken',
      'cdk.json can’t be read, or has no context "site". Restore it from the repository.',
      { cause: error },
    );
  }
}
