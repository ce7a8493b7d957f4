import { ConfigurationError } from './errors.ts';
import { themeSchema } from './site/look/theme.ts';
import * as z from './zod.ts';

const timeZone = z.string().check(z.refine(isTimeZone, 'is not an IANA time zone such as Europe/Berlin'));

/**
 * The first formatter that a process makes takes it longer than all the other settings together; nearly every zone is in
 * the list.
 */
function isTimeZone(name: string): boolean {
  if (name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What a site says about itself and how its feeds are cut: the `site` context in cdk.json. */
export const siteSettingsSchema = z.strictObject({
  /** Name of the site; the title of its main feed. */
  title: z.string().check(z.minLength(1)),
  /** One sentence for the front page and the feeds. */
  description: z._default(z.string(), ''),
  /** BCP 47 tag, for documents whose language is neither stated nor detected. */
  language: z._default(z.string(), 'en'),
  /** Stands in feeds for articles without an author; never copied into an article. */
  author: z.optional(z.strictObject({ name: z.string().check(z.minLength(1)), url: z.optional(z.url()) })),
  /** IANA zone of local times in documents that state no offset. */
  timeZone: z._default(timeZone, 'UTC'),
  /** Public address of the site; else that of the distribution. */
  baseUrl: z.optional(z.url()),
  /** Entries in the head of a feed. */
  feedSize: z._default(z.int().check(z.gte(1), z.lte(200)), 50),
  /** Formats that feeds are published in, beside the page for people. */
  formats: z._default(
    z.array(z.enum(['json', 'rss', 'atom'])).check(
      z.minLength(1),
      z.refine((formats) => new Set(formats).size === formats.length, 'names a format twice'),
    ),
    ['json', 'rss', 'atom'],
  ),
  /** What feeds carry of an article. */
  feedContent: z._default(z.enum(['full', 'summary']), 'full'),
  /** Colours, fonts, logo and footer of the pages. */
  theme: z.optional(z.later(themeSchema)),
  /** WebSub hubs to advertise. */
  hubs: z._default(z.array(z.url()), []),
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
