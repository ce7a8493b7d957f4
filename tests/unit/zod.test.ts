import { expect, test } from '@jest/globals';
import * as z from '../../shared/zod.ts';

test('messages are in English, and say what was expected', () => {
  expect(z.string().safeParse(1).error?.issues[0]?.message).toBe(
    'Invalid input: expected string, received number',
  );
});

test('a description stands in the JSON Schema, and only of the copy that has it', () => {
  const plain = z.string();
  const told = z.described(plain, 'A name');
  expect(z.toJSONSchema(z.strictObject({ plain, told })).properties).toEqual({
    plain: { type: 'string' },
    told: { type: 'string', description: 'A name' },
  });
});

test('what is checked later is made with the first value, and tells where it is wrong', () => {
  let made = 0;
  const name = z.strictObject({ name: z.string().check(z.minLength(2, 'is too short')) });
  const schema = z.strictObject({
    author: z.optional(
      z.later(() => {
        made += 1;
        return name;
      }),
    ),
  });
  expect(schema.parse({})).toEqual({});
  expect(made).toBe(0);
  expect(schema.parse({ author: { name: 'Ada' } })).toEqual({ author: { name: 'Ada' } });
  expect(made).toBe(1);
  expect(schema.safeParse({ author: { name: 'A' } }).error?.issues).toMatchObject([
    { path: ['author', 'name'], message: 'is too short' },
  ]);
  expect(schema.safeParse({ author: null }).success).toBe(false);
});
