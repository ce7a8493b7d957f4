import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../../shared/errors.ts';
import * as z from '../../shared/zod.ts';

/**
 * What is true of a page, as one line of `gold.ndjson` in the folder of a page set; its markup is `pages/<id>.html` or
 * `pages/<id>.html.gz` beside it. Values that the page doesn't state are null, empty or absent. Other members are allowed.
 */
const truthSchema = z.object({
  id: z.string().check(z.regex(/^[\w.-]+$/)),
  url: z.nullish(z.string()),
  title: z.nullish(z.string()),
  /** Several in a list, or in one text with commas between them. */
  author: z.nullish(z.union([z.string(), z.array(z.string())])),
  /** ISO 8601; the day counts. */
  date: z.nullish(z.string()),
  /** The article's text without its title, blocks apart by line ends. */
  text: z.string(),
});
export type Truth = z.infer<typeof truthSchema>;

/** A page and what is true of it. */
export interface PageFile {
  truth: Truth;
  path: string;
}

/**
 * Reads which pages a folder holds.
 * @throws UsageError `page-set` when it is no page set
 */
export async function readPageSet(folder: string): Promise<PageFile[]> {
  const lines = await readFile(join(folder, 'gold.ndjson'), 'utf8').catch((cause: unknown) => {
    throw new UsageError('page-set', `${folder} has no file gold.ndjson that can be read.`, { cause });
  });
  const files = new Set(await readdir(join(folder, 'pages')).catch(() => []));
  return lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const truth = truthOf(line, index + 1);
      const name = [`${truth.id}.html`, `${truth.id}.html.gz`].find((each) => files.has(each));
      if (name === undefined) {
        throw new UsageError('page-set', `There is no pages/${truth.id}.html or .html.gz in ${folder}.`);
      }
      return { truth, path: join(folder, 'pages', name) };
    });
}

function truthOf(line: string, number: number): Truth {
  try {
    return truthSchema.parse(JSON.parse(line));
  } catch (cause) {
    const message = cause instanceof z.core.$ZodError ? z.prettifyError(cause) : String(cause);
    throw new UsageError('page-set', `Line ${number} of gold.ndjson: ${message}`, { cause });
  }
}

/** The bytes of a page, out of their compression. */
export async function readPage(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}
