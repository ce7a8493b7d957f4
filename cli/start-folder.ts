/** The folder that relative names of files start from: npm runs scripts in the project's folder and tells where it was called. */
export function startFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: called } = process.env;
  return script === 'dropwire' && called ? called : process.cwd();
}
