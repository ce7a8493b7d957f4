import { expect, test } from '@jest/globals';
import { signsIn } from '../../../../shared/article/html/blocks/text-signs.ts';

test.each([
  ['newsletter', 'For more of this, subscribe today.'],
  ['follow', 'If you have a moment, follow us there.'],
  ['follow', 'We are on Facebook too.'],
  ['affiliate', 'We may earn a commission.'],
  ['disclaimer', 'This is not intended as such.'],
  ['clickHere', 'To see the harbour, click here.'],
  ['contact', 'To hear more, get in touch.'],
  ['comment', 'There are 12 comments so far.'],
  ['biography', 'Ada Byron is a freelance writer.'],
  ['career', 'Ada lives in Ostend.'],
  ['originally', 'It was originally published in spring.'],
  ['originally', 'In fact, this post was written in spring.'],
  ['greeting', 'Until then, stay tuned!'],
  ['readTime', 'A story, 5 min read'],
  ['readTime', 'Reading time: five minutes'],
  ['share', 'Share on the pier'],
  ['copyright', '© The Harbour Gazette'],
  ['readMore', 'Read on'],
  ['contact', 'Please contact us'],
])('shows %s: %s', (sign, text) => {
  expect(signsIn(text)).toContain(sign);
  expect(signsIn(text.toUpperCase())).toContain(sign);
});

test.each([
  'The tide came in at noon.',
  'They unsubscribed, and signed. Contacts were rare; likewise followers.',
  '',
])('shows nothing: %s', (text) => {
  expect(signsIn(text)).toEqual([]);
});
