import { plural } from '../terminal.ts';
import { checkAtom } from './atom-rules.ts';
import { Findings, type Problem } from './findings.ts';
import { checkJsonFeed } from './json-rules.ts';
import {
  checkContentType,
  decodeDocument,
  type FeedDocument,
  type Get,
  readDocument,
} from './read-document.ts';
import { checkRss } from './rss-rules.ts';
import { atomNamespace, readXml } from './xml-document.ts';

/** What was found about one feed: a line of `validate --json`; documented in docs/commands.md, and stable. */
export interface FeedReport {
  source: string;
  /** Whether there is no error; warnings are allowed. */
  ok: boolean;
  format?: 'JSON Feed' | 'RSS 2.0' | 'Atom';
  entries?: number;
  problems: Problem[];
  /** Problems that are like those told, by rule. */
  further?: Record<string, number>;
}

/**
 * Judges a feed by its specification and by what readers trip over.
 * @param path where a source that is no address is read
 * @throws UsageError `unreadable-file`
 */
export async function validateFeed(source: string, path: string, get?: Get): Promise<FeedReport> {
  const findings = new Findings();
  const document = await readDocument(source, path, findings, get);
  const text = document && decodeDocument(document, findings);
  const facts = document && text !== undefined ? checkText(document, text, findings) : {};
  const { problems } = findings;
  const further = findings.untold();
  return {
    source,
    ok: problems.every(({ severity }) => severity !== 'error'),
    ...facts,
    problems: problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
    ...(further.length > 0 && { further: Object.fromEntries(further) }),
  };
}

function checkText(
  document: FeedDocument,
  text: string,
  findings: Findings,
): Pick<FeedReport, 'format' | 'entries'> {
  const { address } = document;
  const start = text.trimStart()[0];
  if (start === '{') {
    checkContentType(document, 'json', findings);
    return { format: 'JSON Feed', entries: checkJsonFeed(text, address, findings) };
  }
  if (start !== '<') {
    findings.error('no-feed', 'It is neither XML nor a JSON object, so no feed.', { line: 1 });
    return {};
  }
  if (text[0] !== '<' && text.trimStart().startsWith('<?xml')) {
    findings.error('xml-well-formed', 'Nothing may stand before the XML declaration, not even white space.', {
      line: 1,
    });
    return {};
  }
  const root = readXml(text, findings);
  if (!root) return {};
  if (root.name === 'rss' && root.namespace === '') {
    checkContentType(document, 'rss', findings);
    return { format: 'RSS 2.0', entries: checkRss(root, address, findings) };
  }
  if (root.name === 'feed' && root.namespace === atomNamespace) {
    checkContentType(document, 'atom', findings);
    return { format: 'Atom', entries: checkAtom(root, address, findings) };
  }
  const hint =
    root.name === 'feed'
      ? ` Its namespace must be ${atomNamespace}.`
      : /^(RDF|html)$/.test(root.name)
        ? ' RSS 1.0 and pages are not checked.'
        : '';
  findings.error(
    'no-feed',
    `Its root element is <${root.name}>, which is neither RSS 2.0 nor Atom.${hint}`,
    root,
  );
  return {};
}

/** A report for people: a line for each problem as compilers write it, then the sums. */
export function reportAsText({ source, format, entries, problems, further = {} }: FeedReport): string {
  const lines = problems.map(({ severity, rule, message, line, column }) => {
    const place = [source, line, column].filter((part) => part !== undefined).join(':');
    return `${place}: ${severity}: ${message} (${rule})`;
  });
  const more = Object.entries(further).map(([rule, count]) => `${source}: ${count} more like it (${rule})`);
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const kind = format ? `${format}${entries === undefined ? '' : `, ${entries} entries`}: ` : '';
  const sums = `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}`;
  return [...lines, ...more, `${source}: ${kind}${sums}`].join('\n');
}
