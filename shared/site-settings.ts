import * as z from 'zod';
import { ConfigurationError } from './errors.ts';
import { themeSchema } from './site/look/theme.ts';

const timeZone = z.string().refine(isTimeZone, 'is not an IANA time zone such as Europe/Berlin');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What a site says about itself and how its feeds are cut: the `site` context in cdk.json. */
export const siteSettingsSchema = z.strictObject({
  title: z.string().min(1).describe('Name of the site; the title of its main feed'),
  description: z.string().default('').describe('One sentence for the front page and the feeds'),
  language: z
    .string()
    .default('en')
    .describe('BCP 47 tag, for documents whose language is neither stated nor detected'),
  author: z
    .strictObject({ name: z.string().min(1), url: z.url().optional() })
    .optional()
    .describe('Stands in feeds for articles without an author; never copied into an article'),
  timeZone: timeZone.default('UTC').describe('IANA zone of local times in documents that state no offset'),
  baseUrl: z.url().optional().describe('Public address of the site; else that of the distribution'),
  feedSize: z.int().min(1).max(200).default(50).describe('Entries in the head of a feed'),
  formats: z
    .array(z.enum(['json', 'rss', 'atom']))
    .min(1)
    .refine((formats) => new Set(formats).size === formats.length, 'names a format twice')
    .default(['json', 'rss', 'atom'])
    .describe('Formats that feeds are published in, beside the page for people'),
  feedContent: z.enum(['full', 'summary']).default('full').describe('What feeds carry of an article'),
  theme: themeSchema.optional().describe('Colours, fonts, logo and footer of the pages'),
  hubs: z.array(z.url()).default([]).describe('WebSub hubs to advertise'),
});

/** Site settings with every default filled in. */
export type SiteSettings = z.infer<typeof siteSettingsSchema>;

/**
 * Validates site settings, as they stand in cdk.json or in the environment.
 * @throws ConfigurationError `site-settings-invalid`, naming each field that is wrong.
 */
export function parseSiteSettings(value: unknown): SiteSettings {
  const parsed = siteSettingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    'site-settings-invalid',
    `The site settings (context "site" in cdk.json) are wrong:\n${z.prettifyError(parsed.error)}`,
    { cause: parsed.error },
  );
}
