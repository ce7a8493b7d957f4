/**
 * Base of every error that this software raises on purpose.
 * `code` is stable (scripts and metrics may rely on it); `message` tells the person what to do.
 */
export class DropwireError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** Permanent: the upload can't become an article. Recorded and shown to the uploader, never retried. */
export class RejectedUploadError extends DropwireError {}

/** Passing: the same work may succeed later. Thrown out of a handler, so that the queue delivers again. */
export class RetryableError extends DropwireError {}

/** The environment or the site settings are wrong; nothing can run until a person mends them. */
export class ConfigurationError extends DropwireError {}

/** A rendered document failed its strict check; it is not published and the previous one stays. */
export class OutputCheckError extends DropwireError {}

/** A command was called with arguments it can't use. */
export class UsageError extends DropwireError {}

/** What to say of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
