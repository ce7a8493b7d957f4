import * as z from 'zod';
import { publishedArticleSchema } from './schema.ts';

let schema: Record<string, unknown> | undefined;

/** The schema of published articles as JSON Schema 2020-12, for downstream systems: /schema/article.v1.json. */
export function articleJsonSchema(): Record<string, unknown> {
  schema ??= {
    ...z.toJSONSchema(publishedArticleSchema),
    title: 'Article',
    description: 'An article as Dropwire publishes it',
  };
  return schema;
}
