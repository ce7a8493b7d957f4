import type { Command } from 'commander';
import { isRunByNpm } from './start-folder.ts';

/** Calls of each command, for its help; `docs/commands.md` tells more. */
const examples: Readonly<Record<string, readonly [call: string, what: string][]>> = {
  '': [
    ['push articles', 'upload a folder, and see what becomes of each file'],
    ['preview --open draft.docx', 'an article as it will look, without any server'],
    ['status', 'what became of all uploads'],
    ['doctor', 'what is wrong, and how to mend it'],
    ['push --help', 'all that a command takes, with examples'],
  ],
  push: [
    ['push articles', 'a folder: keys are the paths inside it'],
    ['push news/ferry.md --stack Dropwire', 'one file, to AWS'],
    ['push articles --prefix news/ --watch', 'and go on carrying over every change'],
    ['push articles --delete --dry-run', 'what would be uploaded and withdrawn'],
  ],
  preview: [
    ['preview news/ferry.md', 'the article as JSON, and where each field was found'],
    ['preview --open draft.docx', 'as a page in the browser'],
  ],
  status: [
    ['status', 'every upload'],
    ['status --check news/ferry.md', 'exit with 1 unless it was accepted'],
  ],
  list: [
    ['list --feed tags/ferries --since 7d', 'the newest of one feed'],
    ['list --status rejected', 'uploads that are no articles, and why'],
  ],
  show: [['show news/ferry.md', 'by upload; an id or an address will do as well']],
  withdraw: [['withdraw news/ferry.md', 'its page and entries leave the site']],
  restore: [['restore news/ferry.md', 'at its old address']],
  import: [
    ['import blog.xml --dry-run', 'what an export of WordPress holds'],
    ['import feeds.opml --prefix archive/', 'saved feeds that an OPML lists'],
  ],
  export: [
    ['export > catalog.ndjson', 'a line an article'],
    ['export backup', 'Markdown and media, for "push backup"'],
  ],
  feeds: [
    ['feeds issue "Harbour Radio" --feed tags/ferries', 'prints secret addresses, once'],
    ['feeds list --json', 'who has which feed'],
    ['feeds revoke "Harbour Radio"', 'at once'],
  ],
  'feeds issue': [
    ['feeds issue "Harbour Radio"', 'everything that is published'],
    ['feeds issue "Harbour Radio" --feed tags/ferries', 'one tag'],
  ],
  'feeds revoke': [['feeds revoke "Harbour Radio"', 'all addresses that this reader has']],
  'feeds list': [['feeds list --json', 'who has which feed, without the secrets']],
  rebuild: [
    ['rebuild', 'the whole site'],
    ['rebuild tags/ferries', 'one feed and its articles'],
  ],
  backfill: [['backfill news/2026/', 'uploads whose events were lost']],
  redrive: [['redrive ingest', 'what failed five times is tried again']],
  validate: [
    ['validate http://127.0.0.1:8400/rss.xml', 'a feed as it is served'],
    ['validate --strict saved/*.xml', 'files; warnings count too'],
  ],
  doctor: [['doctor --stack Dropwire --profile news', 'is everything in order, and what to do']],
  completion: [
    ['completion bash > ~/.local/share/bash-completion/completions/dropwire', 'for good'],
    ['completion fish | source', 'for this shell'],
  ],
};

/** Adds examples to the help of the program and of every command, those below others included. */
export function addExamples(program: Command): void {
  const add = (command: Command, path: string): void => {
    const calls = examples[path] ?? [];
    const width = Math.max(...calls.map(([call]) => call.length));
    const lines = calls.map(([call, what]) => `  ${program.name()} ${call.padEnd(width)}  # ${what}`);
    if (lines.length > 0) command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
    for (const below of command.commands) add(below, `${path} ${below.name()}`.trim());
  };
  add(program, '');
  // Whoever came here by npm has no such command yet.
  if (isRunByNpm()) {
    const note = `\n"${program.name()}" stands for "npm run --silent dropwire --"; "npm link" makes it a command.`;
    program.addHelpText('afterAll', note);
  }
}
