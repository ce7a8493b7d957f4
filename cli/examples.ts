import type { Command } from 'commander';

/** Calls of each command, for its help; `docs/commands.md` tells more. */
const examples: Readonly<Record<string, readonly [call: string, what: string][]>> = {
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

/** Adds examples to the help of every command that has some. */
export function addExamples(program: Command): void {
  for (const command of program.commands) {
    const calls = examples[command.name()] ?? [];
    const width = Math.max(...calls.map(([call]) => call.length));
    const lines = calls.map(([call, what]) => `  ${program.name()} ${call.padEnd(width)}  # ${what}`);
    if (lines.length > 0) command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
  }
}
