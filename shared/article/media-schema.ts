import * as z from '../zod.ts';

/** An image, sound or film that an article shows. */
export const mediaSchema = z.strictObject({
  url: z.described(
    z.string(),
    'Absolute; or `inbox:<key>` (percent-encoded) while it names an upload beside the article',
  ),
  kind: z.enum(['image', 'audio', 'video']),
  type: z.described(z.optional(z.string()), 'Media type, such as image/jpeg'),
  width: z.optional(z.int().check(z.positive())),
  height: z.optional(z.int().check(z.positive())),
  bytes: z.optional(z.int().check(z.nonnegative())),
  alt: z.optional(z.string()),
});
export type Media = z.infer<typeof mediaSchema>;
