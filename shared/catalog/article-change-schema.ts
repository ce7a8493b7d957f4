import * as z from '../zod.ts';

/** A change that readers are to see. It travels to the publisher for measuring only: what to show is read anew there. */
export const articleChangeSchema = z.strictObject({
  article: z.uuid(),
  change: z.enum(['published', 'updated', 'withdrawn']),
  /** When it was asked for: of the upload, its deletion, or the date it was due; ISO 8601 UTC. */
  at: z.string(),
});
export type ArticleChange = z.infer<typeof articleChangeSchema>;
