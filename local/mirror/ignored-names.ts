/**
 * Names that editors, operating systems and half-finished downloads leave in a folder; nobody means them as articles.
 * Every part of a path is looked at, so nothing below an ignored folder is seen either.
 */
const ignoredNames: readonly RegExp[] = [
  /^\./, // hidden files, .#x of Emacs, .DS_Store, ._x of macOS, .x.swp of Vim
  /~$/, // backups
  /^~\$/, // lock files of office programs
  /^#.*#$/, // autosaves of Emacs
  /\.sw[a-px]$/i, // swap files of Vim for hidden names
  /^4913$/, // what Vim writes to try whether it may
  /\.(tmp|temp|part|partial|crdownload|download)$/i, // not finished
  /^(thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|__macosx|\$recycle\.bin|system volume information|lost\+found)$/i,
];

/** @param path relative to the folder, with either kind of slash */
export function isIgnored(path: string): boolean {
  return path
    .split(/[\\/]/)
    .some((name) => name !== '' && ignoredNames.some((pattern) => pattern.test(name)));
}
