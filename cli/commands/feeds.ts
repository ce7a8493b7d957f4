import type { Command } from 'commander';
import { addStackOptions, type StackOptions, withStack } from '../stack/open-stack.ts';
import { print } from '../terminal.ts';

interface FeedsOptions extends StackOptions {
  json?: true;
}
interface IssueOptions extends FeedsOptions {
  feed: string;
}

/** `dropwire feeds issue`, `revoke` and `list`: feeds under secret addresses, for one reader each. */
export function registerFeeds(program: Command): void {
  const feeds = program.command('feeds').description('feeds under secret addresses, for one reader each');
  addStackOptions(
    feeds
      .command('issue')
      .description('make a secret address of a feed, for one reader')
      .argument('<name>', 'who gets it: what it is listed and revoked by'),
  )
    .option('--feed <feed>', 'as in its address: all, tags/ferries, sections/news…', 'all')
    .option('--json', 'print it as JSON')
    .action(runIssue);
  addStackOptions(
    feeds
      .command('revoke')
      .description('take the secret addresses of a reader away')
      .argument('<name>', 'who had it'),
  )
    .option('--json', 'print what was revoked as JSON')
    .action(runRevoke);
  addStackOptions(feeds.command('list').description('list private feeds, without their secrets'))
    .option('--json', 'print one array of JSON')
    .action(runList);
}

async function runIssue(name: string, { feed, ...options }: IssueOptions): Promise<void> {
  const { issueFeed } = await import('../private-feeds/issue-feed.ts');
  await withStack(options, async (stack) => {
    const issued = await issueFeed(stack, name, feed, new Date());
    const text = `${issued.addresses.join('\n')}\n\nThis is the only time that they are printed. Whoever knows them reads the feed.`;
    await print(`${options.json ? JSON.stringify(issued) : text}\n`);
  });
}

async function runRevoke(name: string, options: FeedsOptions): Promise<void> {
  const { revokeFeeds } = await import('../private-feeds/issue-feed.ts');
  await withStack(options, async (stack) => {
    const revoked = await revokeFeeds(stack, name, new Date());
    const sentence = `${[...new Set(revoked.map(({ feed }) => feed))].join(', ')}: no longer for ${name}. The documents go within seconds.`;
    await print(`${options.json ? JSON.stringify(revoked) : sentence}\n`);
  });
}

async function runList(options: FeedsOptions): Promise<void> {
  const { listFeeds } = await import('../private-feeds/issue-feed.ts');
  await withStack(options, async (stack) => {
    const listed = await listFeeds(stack);
    const lines = listed.map(({ name, feed, issued }) => `${issued.slice(0, 10)}  ${name}  ${feed}\n`);
    if (listed.length === 0 && !options.json) process.stderr.write('No private feeds.\n');
    await print(options.json ? `${JSON.stringify(listed)}\n` : lines.join(''));
  });
}
