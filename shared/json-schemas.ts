import { publishedArticleSchema } from './article/schema.ts';
import { changePageSchema } from './changes/change-page.ts';
import { eventSchema } from './events/event-schema.ts';
import { once } from './once.ts';
import { changesKey } from './resources/object-keys.ts';
import * as z from './zod.ts';

/** The schema of published articles as JSON Schema 2020-12, for downstream systems: /schema/article.v1.json. */
export const articleJsonSchema = once(
  (): Record<string, unknown> => ({
    ...z.toJSONSchema(publishedArticleSchema),
    title: 'Article',
    description: 'An article as Dropwire publishes it',
  }),
);

/** The schema of events as JSON Schema 2020-12: `/schema/events.v1.json`. */
export const eventsJsonSchema = once(
  (): Record<string, unknown> => ({
    ...z.toJSONSchema(eventSchema),
    title: 'Event',
    description: 'detail-type and detail of the events that Dropwire sends to EventBridge',
  }),
);

/** The schema of the log's pages as JSON Schema 2020-12, for downstream systems: /schema/changes.v1.json. */
export const changesJsonSchema = once(
  (): Record<string, unknown> => ({
    ...z.toJSONSchema(changePageSchema),
    title: 'Change log',
    description: `A page of Dropwire's change log: the newest at /${changesKey}, full ones where \`url\` says`,
  }),
);
