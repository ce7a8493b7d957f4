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

/** Checks with a schema that is made only when there is something to check. It may check and require, but not change. */
export const later = <T>(made: () => z.ZodMiniType<T>) =>
  z.custom<T>().check(
    z.superRefine((value, context) => {
      const issues = made().safeParse(value).error?.issues ?? [];
      for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message });
    }),
  );
