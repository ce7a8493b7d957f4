import { RejectedUploadError } from '../../errors.ts';

/**
 * Bounds on one article, far above what people write. They keep every upload within two seconds of work; what is past
 * them is rejected with `article-too-large`.
 */
export const bodyLimits = {
  /** Characters of HTML. */
  characters: 4 * 1024 * 1024,
  /** Elements; a long article has some thousand. */
  elements: 30_000,
  /** Characters of plain text or Markdown: its markup may shrink, but not to half. */
  source: 8 * 1024 * 1024,
} as const;

/** @param characters that the article has, in whatever form it came */
export function articleTooLong(characters: number): RejectedUploadError {
  const megabytes = (count: number): number => Math.round(count / 1024 / 1024);
  return new RejectedUploadError(
    'article-too-large',
    `The article has ${megabytes(characters)} MB of text; at most ${megabytes(bodyLimits.characters)} MB can be published. Split it into several files.`,
  );
}

export function tooManyElements(): RejectedUploadError {
  return new RejectedUploadError(
    'article-too-large',
    `The article has more than ${bodyLimits.elements} elements (paragraphs, items, cells…). Split it into several files.`,
  );
}
