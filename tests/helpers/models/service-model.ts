/** A command of an AWS SDK client, as far as a model looks at it. */
export interface AwsCommand {
  readonly constructor: { readonly name: string };
  readonly input: object;
}

/** What a use-case holds of an SDK client. */
export interface AwsClient {
  send(command: AwsCommand): Promise<unknown>;
}

/** Anything that carries out a command at once: a model, or a wrapper around one. */
export interface CommandExecutor {
  /** @throws what the SDK would throw for the same request. */
  execute(command: AwsCommand): object;
}

/** Name of an operation as AWS writes it: `PutObject`. */
export function operationOf(command: AwsCommand): string {
  const { name } = command.constructor;
  const operation = operations.get(name) ?? name.replace(/Command$/, '');
  operations.set(name, operation);
  return operation;
}

const operations = new Map<string, string>();

/**
 * Base of the in-memory models: one method an operation, carried out in one step, so that every request is atomic
 * and only the caller decides in what order requests happen.
 */
export abstract class ServiceModel implements CommandExecutor {
  /** Requests that have been carried out, by operation; failed ones count too, as AWS bills them. */
  readonly requests = new Map<string, number>();

  protected abstract operations(): object;

  execute(command: AwsCommand): object {
    const operation = operationOf(command);
    const table = this.operations() as Record<string, ((input: object) => object) | undefined>;
    const run = table[operation];
    if (run === undefined) {
      throw new TypeError(
        `${this.constructor.name} does not know ${operation}; add the operation to the model.`,
      );
    }
    this.requests.set(operation, (this.requests.get(operation) ?? 0) + 1);
    return { $metadata: { httpStatusCode: 200 }, ...run.call(this, command.input) };
  }

  /** The model in place of an SDK client. `Client` is what the caller expects, such as `Pick<S3Client, 'send'>`. */
  client<Client>(): Client {
    return clientOf<Client>((command) => this.execute(command));
  }
}

/** Makes something that looks like an SDK client out of one function. */
export function clientOf<Client>(answer: (command: AwsCommand) => object | Promise<object>): Client {
  const client: AwsClient = { send: async (command) => answer(command) };
  return client as unknown as Client;
}
