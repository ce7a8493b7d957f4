import { messageOf } from '../shared/errors.ts';

/** What is the matter with a file that can't be read, and what to do: a clause that follows its name. */
export function whyUnreadable(error: unknown): string {
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return "doesn't exist; mend the name";
    case 'EISDIR':
      return 'is a folder; name the files in it';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by you; change its permissions';
    default:
      return `can't be read (${messageOf(error)})`;
  }
}
