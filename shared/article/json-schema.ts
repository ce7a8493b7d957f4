import { once } from '../once.ts';
import * as z from '../zod.ts';
import { publishedArticleSchema } from './schema.ts';

/** The schema of published articles as JSON Schema 2020-12, for downstream systems: /schema/article.v1.json. */
export const articleJsonSchema = once(
  (): Record<string, unknown> => ({
    ...z.toJSONSchema(publishedArticleSchema),
    title: 'Article',
    description: 'An article as Dropwire publishes it',
  }),
);
