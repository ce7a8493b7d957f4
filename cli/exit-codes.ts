/** What the command's exit status says. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  interrupted: 130,
} as const;

/** For `--help`. */
export const exitCodesHelp = `
Exit status: 0 done, 1 something was rejected or failed, 2 called wrongly or wrong settings, 3 stack not reachable,
130 interrupted.`;
