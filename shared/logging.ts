import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';

/** A logger that writes one JSON line a message, with the function's name and the request's id. */
export const createLogger = (serviceName: string): Logger => new Logger({ serviceName });

/** The middy middleware that gives each invocation's lines their context. Whole events are never logged. */
export const logContext = (logger: Logger) => injectLambdaContext(logger, { resetKeys: true });
