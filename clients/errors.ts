/** What went wrong between this client and a site. `code` is stable; `message` says what to do. */
export class ClientError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The site answers, but not with what was asked for: a status that trying again won't change, or another document. */
export class UnexpectedAnswerError extends ClientError {
  readonly url: string;
  /** HTTP status; 200 when the document was none of Dropwire's. */
  readonly status: number;

  constructor(url: string, status: number, message: string, options?: ErrorOptions) {
    super('unexpected-answer', message, options);
    this.url = url;
    this.status = status;
  }
}

/** The site could not be reached, or was too busy, every time it was asked. */
export class UnreachableError extends ClientError {
  readonly url: string;

  constructor(url: string, attempts: number, options?: ErrorOptions) {
    super('unreachable', `${url} could not be read in ${attempts} attempts; try again later.`, options);
    this.url = url;
  }
}

/** The change log no longer leads from the cursor to the present: its newest page was lost and begun anew. */
export class LogGapError extends ClientError {
  constructor() {
    super(
      'log-gap',
      'The change log has a gap behind this cursor: take a new cursor, then copy the site anew.',
    );
  }
}
