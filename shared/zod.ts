import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

/*
 * The one way to zod here: its functional form, of which a bundle takes only what is used. It makes a third of the code
 * of the form with methods, and so of what a cold start compiles. That form knows no language by itself, and would say
 * "Invalid input" of everything.
 */
z.config(english());

export * from 'zod/mini';

/** A copy of a schema whose JSON Schema says what the value is. The others have comments, which cost nothing. */
export function described<T extends z.ZodMiniType>(schema: T, description: string): T {
  const copy = z.clone(schema);
  z.globalRegistry.add(copy, { description });
  return copy;
}
