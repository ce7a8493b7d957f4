import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../../shared/clock.ts';
import { ConfigurationError } from '../../shared/errors.ts';
import { parseSecrets } from './sign.ts';

/** So soon a secret that was replaced is used everywhere. */
const keptMs = 5 * 60 * 1000;

/** Reads the secrets of endpoints, each once in five minutes. They are kept in memory only. */
export class Secrets {
  readonly #ssm: Pick<SSMClient, 'send'>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #known = new Map<string, { secrets: Promise<Buffer[]>; until: number }>();

  constructor(ssm: Pick<SSMClient, 'send'>, clock: Pick<Clock, 'now'>) {
    this.#ssm = ssm;
    this.#clock = clock;
  }

  /** @throws ConfigurationError `webhook-secret-unreadable`, `webhook-secret-invalid` */
  of(parameter: string): Promise<Buffer[]> {
    const known = this.#known.get(parameter);
    if (known && this.#clock.now() < known.until) return known.secrets;
    const secrets = this.#read(parameter);
    this.#known.set(parameter, { secrets, until: this.#clock.now() + keptMs });
    // A failure is not worth keeping.
    secrets.catch(() => this.#known.delete(parameter));
    return secrets;
  }

  async #read(Name: string): Promise<Buffer[]> {
    try {
      const { Parameter } = await this.#ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      return parseSecrets(Parameter?.Value ?? '');
    } catch (cause) {
      if (cause instanceof ConfigurationError) throw cause;
      throw new ConfigurationError(
        'webhook-secret-unreadable',
        `The SSM parameter ${Name} can't be read; docs/events.md says how to make it.`,
        { cause },
      );
    }
  }
}
