import { sampleArticle } from '../../tests/helpers/publishing.ts';
import { largeFeed } from './large-feed.ts';

/** What publishing wrote. */
export interface WriteCount {
  /** Site documents of which the bytes are other ones than before. */
  changed: number;
  /** PUT requests to the site. */
  puts: number;
}

/** An article comes with a date of two days ago: into the middle of the archive. */
export async function addToArchive(): Promise<WriteCount> {
  const bench = await largeFeed(3000);
  const published = new Date(bench.now - 2 * 86_400_000).toISOString();
  const id = await bench.put('late/one.md', sampleArticle('late/one.md', { published }));
  const before = etags(bench);
  const putsBefore = bench.s3.requests.get('PutObject') ?? 0;
  await bench.publish([id]);
  const after = etags(bench);
  const changed = [...after].filter(([key, etag]) => before.get(key) !== etag).length;
  return { changed, puts: (bench.s3.requests.get('PutObject') ?? 0) - putsBefore };
}

function etags(bench: Awaited<ReturnType<typeof largeFeed>>): Map<string, string> {
  const objects = bench.s3.bucket('site').current();
  return new Map([...objects].map(([key, { etag }]) => [key, etag]));
}
