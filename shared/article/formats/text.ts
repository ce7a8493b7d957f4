import { bodyLimits } from '../body/limits.ts';
import { parsePlainText } from '../text/parse-plain-text.ts';
import type { TextFormat } from './format.ts';

/** Whatever is text and nothing else. */
export const text: TextFormat = {
  name: 'text',
  longest: bodyLimits.source,
  recognizes: () => true,
  parse: async (content, context) => [parsePlainText(content, context)],
};
