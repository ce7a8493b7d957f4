import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Runs "$@" and ends it when this shell's standard input closes, which happens by itself when the parent dies, however
 * it dies. The process id is on disk before anybody can use the server.
 */
const guardScript = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
echo "$server" > "$PID_FILE"
( cat <&3 >/dev/null 2>&1; kill "$server" 2>/dev/null ) 3<&3 >/dev/null 2>&1 &
wait "$server"
`;

/** How a server process is started. */
export interface GuardedCommand {
  command: string;
  args: string[];
  /** Where the server's process id is written. */
  pidFile: string;
}

/** A server process that ends with this process, also when this one is killed. */
export interface GuardedProcess {
  /** The last of what it printed, for error messages. */
  output(): string;
  /** Whether it has ended. */
  ended(): boolean;
  /** Resolves when the process has ended. */
  exited: Promise<void>;
  /** Ends it (SIGTERM, then SIGKILL after a few seconds). */
  stop(): Promise<void>;
}

const gracePeriodMs = 3000;

/** Starts a server in a process group of its own, so that Ctrl-C in a terminal reaches it only through this process. */
export function startGuarded({ command, args, pidFile }: GuardedCommand): GuardedProcess {
  const shell = spawn('/bin/sh', ['-c', guardScript, 'guard', command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PID_FILE: pidFile },
  });
  const output = lastOutput(shell);
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      shell.stdin?.destroy();
      resolve();
    };
    shell.once('error', end);
    shell.once('exit', end);
  });
  return {
    output,
    ended: () => ended,
    exited,
    async stop() {
      shell.stdin?.destroy();
      const forced = setTimeout(() => killGroup(shell), gracePeriodMs);
      await exited;
      clearTimeout(forced);
    },
  };
}

function killGroup(shell: ChildProcess): void {
  if (shell.pid === undefined) return;
  try {
    process.kill(-shell.pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}

function lastOutput(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-2000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(error.message)));
  return () => text.trim();
}
