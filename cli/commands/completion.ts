import { Argument, type Command } from 'commander';
import type { Shell } from '../completion/shell-scripts.ts';
import { print } from '../terminal.ts';

/** `dropwire completion SHELL`: prints what makes a shell complete the command. */
export function registerCompletion(program: Command): void {
  program
    .command('completion')
    .description('print the script that makes a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/shell-scripts.ts');
      await print(completionScript(program, shell));
    });
}
