/** Whether this is `npm run dropwire`, from wherever. */
export const isRunByNpm = (): boolean => process.env.npm_lifecycle_event === 'dropwire';

/** The folder that relative names of files start from: npm runs scripts in the project's folder and tells where it was called. */
export function startFolder(): string {
  const { INIT_CWD: called } = process.env;
  return isRunByNpm() && called ? called : process.cwd();
}
