import { type Command, Option } from 'commander';
import type { ListRequest } from '../articles/list-articles.ts';
import { confirm } from '../confirm.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptSignal } from '../interrupt.ts';
import { parseSince } from '../since.ts';
import { addStackOptions, type StackOptions, withStack } from '../stack/open-stack.ts';
import type { Stack } from '../stack/stack.ts';
import { print } from '../terminal.ts';
import { positive } from './push.ts';

interface ListOptions extends StackOptions, ListRequest {
  limit?: number;
  json?: true;
}
interface ShowOptions extends StackOptions {
  json?: true;
}
interface WithdrawOptions extends StackOptions {
  yes?: true;
  withOthers?: true;
  wait: boolean;
  json?: true;
}

/** `dropwire list`, `show`, `withdraw` and `restore`: articles one by one. */
export function registerArticles(program: Command): void {
  addStackOptions(program.command('list').description('list articles, newest first'))
    .option('--feed <feed>', 'as in its address: all, tags/ferries, sections/news…', 'all')
    .addOption(
      new Option('--status <status>', 'which articles; "rejected" lists uploads')
        .choices(['published', 'scheduled', 'withheld', 'withdrawn', 'rejected'])
        .default('published'),
    )
    .option('--since <time>', 'none before: 2026-01-31, or how long ago: 7d, 12h', (text) =>
      parseSince(text, Date.now()),
    )
    .option('--limit <n>', 'at most so many', positive)
    .option('--json', 'print a line of JSON for each')
    .action(runList);
  const named = 'its id, the key of its upload, or the address of its page';
  addStackOptions(
    program
      .command('show')
      .description(
        'tell all that is known of an article: where it is, where each field comes from, its history',
      )
      .argument('<article>', named),
  )
    .option('--json', 'print a JSON array of the articles')
    .action(runShow);
  addStackOptions(
    program
      .command('withdraw')
      .description(
        'take articles off the site by deleting the uploads that state them; "restore" brings them back',
      )
      .argument('<article...>', named),
  )
    .option('--yes', 'don’t ask')
    .option('--with-others', 'also when an upload states further articles, which leave too')
    .option('--no-wait', 'don’t wait until they are gone')
    .option('--json', 'print what was deleted as JSON')
    .action(runWithdraw);
  addStackOptions(
    program
      .command('restore')
      .description('bring back uploads that were deleted, as they were last, and their articles with them')
      .argument('<key...>', 'keys in the inbox'),
  )
    .option('--json', 'print what was restored as JSON')
    .action(runRestore);
}

async function runList(options: ListOptions): Promise<void> {
  const [{ listArticles }, { lineAsText }] = await Promise.all([
    import('../articles/list-articles.ts'),
    import('../articles/print-articles.ts'),
  ]);
  const { json, limit = Number.POSITIVE_INFINITY } = options;
  await withStack(options, async (stack) => {
    let count = 0;
    for await (const line of listArticles(stack, options)) {
      await print(`${json ? JSON.stringify(line) : lineAsText(line)}\n`);
      count += 1;
      if (count >= limit) break;
    }
    if (count === 0 && !json) process.stderr.write(`No ${options.status} articles.\n`);
  });
}

async function runShow(name: string, options: ShowOptions): Promise<void> {
  const [{ findArticles, fetchArticle }, { showArticle, versionsOf }, { shownAsText, uploadLines }] =
    await Promise.all([
      import('../articles/find-articles.ts'),
      import('../articles/show-article.ts'),
      import('../articles/print-articles.ts'),
    ]);
  await withStack(options, async (stack) => {
    const { articles, upload } = await findArticles(stack, name, fetchArticle);
    const shown = [];
    for (const record of articles) shown.push(await showArticle(stack, record));
    if (options.json) return print(`${JSON.stringify(shown, null, 2)}\n`);
    if (upload && upload.state !== 'accepted') {
      const reason = upload.reason ? `: ${upload.reason} (${upload.code})` : '';
      await print(`The upload ${upload.key} is ${upload.state}${reason}\n`);
    }
    for (const each of shown) await print(shownAsText(each));
    if (upload && shown.length === 0) {
      const versions = await versionsOf(stack, upload.key);
      await print(`${uploadLines({ key: upload.key, shown: false, versions }).join('\n')}\n`);
    }
  });
}

async function runWithdraw(names: string[], options: WithdrawOptions): Promise<void> {
  const [{ findArticles, fetchArticle }, { planWithdrawal }] = await Promise.all([
    import('../articles/find-articles.ts'),
    import('../articles/withdraw-articles.ts'),
  ]);
  await withStack(options, async (stack) => {
    const found = [];
    for (const name of names) found.push(...(await findArticles(stack, name, fetchArticle)).articles);
    const plan = await planWithdrawal(stack, found, options.withOthers ?? false);
    const { keys, articles } = plan;
    const what = articles.length === 1 ? 'one article' : `${articles.length} articles`;
    if (!(await confirm(`Withdraw ${what} by deleting ${keys.join(', ')}?`, options.yes))) {
      process.exitCode = exitCodes.failed;
      return;
    }
    await deleteAndFollow(stack, keys, options.wait);
    if (options.json) return print(`${JSON.stringify(plan)}\n`);
    await print(
      `Deleted: ${keys.join(', ')}. ${articles.length === 1 ? 'The article' : 'The articles'} and all mention in feeds are gone within seconds.\nThe inbox keeps every version. To bring it back: dropwire restore ${keys.map(quoted).join(' ')}\n`,
    );
  });
}

async function deleteAndFollow(stack: Stack, keys: readonly string[], wait: boolean): Promise<void> {
  const [{ deleteUploads }, { followUploads, isOnSite }, { systemClock }] = await Promise.all([
    import('../push/upload-sources.ts'),
    import('../push/follow-uploads.ts'),
    import('../../shared/clock.ts'),
  ]);
  const signal = interruptSignal();
  const objects: Parameters<typeof followUploads>[1][number][] = [];
  await deleteUploads(stack, keys, {
    atOnce: 8,
    signal,
    onDone: ({ key, versionId }) =>
      objects.push({ key, versionId, deleted: true, lastModified: undefined, bytes: undefined }),
  });
  if (!wait) return;
  await followUploads(stack, objects, {
    clock: systemClock,
    isLive: isOnSite,
    patienceMs: 300_000,
    signal,
    onSettled({ key }, done) {
      if (done) return;
      process.stderr.write(`${key}: deleted, but not dealt with yet; "dropwire status" tells more.\n`);
      process.exitCode = exitCodes.failed;
    },
  });
}

/** A key as a shell takes it. */
const quoted = (key: string): string => (/^[\w./-]+$/.test(key) ? key : `'${key.replaceAll("'", "'\\''")}'`);

async function runRestore(keys: string[], options: ShowOptions): Promise<void> {
  const { restoreUpload } = await import('../articles/withdraw-articles.ts');
  await withStack(options, async (stack) => {
    for (const key of keys) {
      const versionId = await restoreUpload(stack, key);
      await print(
        options.json
          ? `${JSON.stringify({ key, versionId })}\n`
          : `${key} stands in the inbox again; "dropwire status ${quoted(key)}" tells what becomes of it.\n`,
      );
    }
  });
}
