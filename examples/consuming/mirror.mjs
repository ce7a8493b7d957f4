// Keeps a copy of a feed in a folder, one JSON file an article. Node.js 20 or later, no packages.
//
//     node mirror.mjs http://127.0.0.1:8400/feed.json copy
//
// The first run copies everything, following next_url through the archive. Later runs ask whether anything changed
// (304: nothing to do), read as far back as there is something new, and remove what was withdrawn. Remove copy/.etag
// now and then for another whole walk: it finds articles that were added under old dates.
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [feedUrl, folder] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const etagFile = join(folder, '.etag');

/** urn:uuid:… is the same in every format of the feed and never changes. */
const pathOf = (id) => join(folder, `${id.replace('urn:uuid:', '')}.json`);

const read = (path) => readFile(path, 'utf8').catch(() => undefined);

async function get(url, headers = {}) {
  const response = await fetch(url, { headers });
  if (!response.ok && response.status !== 304) throw new Error(`${url} answers ${response.status}`);
  return response;
}

const etag = await read(etagFile);
const head = await get(feedUrl, etag ? { 'If-None-Match': etag } : {});
if (head.status === 304) {
  console.log('unchanged');
} else {
  await rm(etagFile, { force: true }); // a run that breaks off is followed by a whole one
  let page = await head.json();
  const { withdrawn } = page._dropwire;
  const written = new Set();
  for (;;) {
    let isNew = etag === undefined;
    for (const item of page.items) {
      const known = await read(pathOf(item.id));
      if (known && JSON.parse(known).date_modified === item.date_modified && !written.has(item.id)) continue;
      await writeFile(pathOf(item.id), JSON.stringify(item));
      written.add(item.id); // head and archive overlap
      isNew = true;
    }
    if (!isNew || !page.next_url) break;
    page = await (await get(page.next_url)).json();
  }
  let removed = 0;
  for (const { id } of withdrawn) {
    if (await access(pathOf(id)).then(() => true, () => false)) {
      await rm(pathOf(id));
      removed += 1;
    }
  }
  await writeFile(etagFile, head.headers.get('etag'));
  console.log(`${written.size} written, ${removed} removed`);
}
