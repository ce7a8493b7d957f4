import { SaxesParser } from 'saxes';
import { OutputCheckError } from '../errors.ts';

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/** Addresses and bytes that one sitemap or index may have (sitemaps.org, "Protocol"). */
const limits = { addresses: 50_000, bytes: 50 * 1024 * 1024 } as const;

/**
 * Reads a sitemap or an index of them with a strict parser before it is published.
 * @param kind name of its root @param expected how many addresses it must hold, at least one
 * @throws OutputCheckError `output-not-well-formed`, `output-entries-differ` or `output-invalid`
 */
export function checkSitemap(kind: 'urlset' | 'sitemapindex', text: string, expected: number): void {
  const found = readAddresses(kind, text);
  if (found.length !== Math.max(1, expected)) {
    throw new OutputCheckError(
      'output-entries-differ',
      `A sitemap holds ${found.length} addresses instead of ${expected}.`,
    );
  }
  const wrong = found.find((address) => !/^https?:\/\/[^\s<>"]+$/.test(address) || address.length >= 2048);
  if (wrong !== undefined) {
    throw new OutputCheckError('output-invalid', `${wrong} can't stand in a sitemap.`);
  }
  if (found.length > limits.addresses || Buffer.byteLength(text) > limits.bytes) {
    throw new OutputCheckError('output-invalid', 'A sitemap is larger than it may be.');
  }
}

function readAddresses(kind: 'urlset' | 'sitemapindex', text: string): string[] {
  const holder = kind === 'urlset' ? 'url' : 'sitemap';
  const found: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  const path: string[] = [];
  let address: string | undefined;
  parser.on('opentag', ({ name, uri }) => {
    path.push(name);
    if (path.length === 1 && (name !== kind || uri !== namespace)) throw new Error(`its root is ${name}`);
    if (name === 'loc' && path.length === 3 && path[1] === holder) address = '';
  });
  parser.on('text', (chunk) => {
    if (address !== undefined) address += chunk;
  });
  parser.on('closetag', () => {
    if (address !== undefined) found.push(address);
    address = undefined;
    path.pop();
  });
  try {
    parser.write(text).close();
  } catch (cause) {
    const message = `A sitemap is not well-formed: ${(cause as Error).message}`;
    throw new OutputCheckError('output-not-well-formed', message, { cause });
  }
  return found;
}
