import { siteKeyOf } from '../../shared/resources/site-keys.ts';
import type { S3Model } from '../helpers/models/s3/s3-model.ts';
import type { Random } from '../helpers/simulation/random.ts';
import { names } from './pipeline.ts';

/**
 * Does to a site at rest what people and accidents do: documents are deleted, cut short or replaced by copies of
 * others, pages appear that nobody asked for. The change log is spared: what it told can't be found out again.
 */
export function damage(s3: S3Model, random: Random): string[] {
  const bucket = s3.bucket(names.site);
  const done: string[] = [];
  for (let times = 1 + random.below(6); times > 0; times--) {
    const keys = [...bucket.current()]
      .map(([key]) => key)
      .filter((key) => /^articles|(json|xml|html)$/.test(key) && siteKeyOf(key).kind !== 'changes');
    if (keys.length === 0) return done;
    const Key = random.pick(keys);
    const target = { Bucket: names.site, Key };
    const body = Buffer.from(bucket.newest(Key)?.bytes ?? []).toString();
    const kind = random.pick(['delete', 'cut', 'swap', 'extra'] as const);
    if (kind === 'delete') s3.DeleteObject(target);
    else if (kind === 'cut') s3.PutObject({ ...target, Body: body.slice(0, body.length / 2) });
    else if (kind === 'swap') {
      const name = Key.split('/').at(-1) ?? '';
      const other = random.pick(keys.filter((each) => each.endsWith(name)));
      const { bytes, headers } = bucket.newest(other) ?? {};
      s3.PutObject({ ...target, Body: bytes, Metadata: headers?.Metadata });
    } else {
      const page = Key.replace(/archive\/[^/]+\//, 'archive/2025-12/').replace(
        /sitemaps\/(\d{4}-\d{2})[^.]*/,
        random.pick(['sitemaps/2025-11', 'sitemaps/$1-0123abcd']),
      );
      if (page === Key) continue;
      s3.PutObject({ Bucket: names.site, Key: page, Body: body });
    }
    done.push(`${kind} ${Key}`);
  }
  return done;
}
