import { spawn } from 'node:child_process';

/** The command that opens a file as a double click would; none where there is no screen. */
function opener(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
): [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}

/** Opens a file in the browser, if there is a screen to show it on; a browser that fails to start is no error. */
export function openInBrowser(file: string): void {
  const command = opener(process.platform, process.env);
  if (!command) return;
  const [program, ...options] = command;
  const child = spawn(program, [...options, file], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
