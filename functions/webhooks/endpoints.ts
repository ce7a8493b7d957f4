import { ConfigurationError } from '../../shared/errors.ts';
import { variables } from '../../shared/resources/environment.ts';
import * as z from '../../shared/zod.ts';

const loopbackHosts = ['127.0.0.1', '[::1]', 'localhost'];

/** TLS, but for this machine itself, which is only called where private networks may be. */
export const isEndpoint = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.includes(hostname));
};

const endpointSchema = z.strictObject({
  url: z.string().check(z.refine(isEndpoint, 'is not https')),
  /** Name of the SSM parameter that holds its secrets. */
  secretParameter: z.string().check(z.minLength(1)),
  /** Whether its host may have an address that the internet doesn't reach. */
  privateNetwork: z.boolean(),
  /** The queue whose messages are for it alone. */
  queueArn: z.string().check(z.minLength(1)),
  queueUrl: z.string().check(z.minLength(1)),
});

/** A place that is told of events. */
export type Endpoint = z.infer<typeof endpointSchema>;

/**
 * Reads the endpoints as the stack gives them: a JSON array.
 * @throws ConfigurationError `environment-invalid`
 */
export function parseEndpoints(json: string): Endpoint[] {
  try {
    return z.array(endpointSchema).check(z.minLength(1)).parse(JSON.parse(json));
  } catch (cause) {
    throw new ConfigurationError(
      'environment-invalid',
      `The environment variable ${variables.webhooks} is wrong; deploy the stack again.`,
      { cause },
    );
  }
}
