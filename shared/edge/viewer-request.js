/*
 * Runs for every reader's request, before the cache is looked up: turns the address asked for into the one address
 * under which the site bucket holds the document, so that each document has exactly one cache entry.
 *
 * CloudFront Functions, JavaScript runtime 2.0: at most 10 KB, deployed as this file stands, no modules, and only
 * ES 5.1 with const, let, arrow functions and template literals (AWS, "JavaScript runtime 2.0 features").
 */

/* Never written to the bucket: whatever can't be the address of a document ends there, in the real 404 page. */
const nowhere = '/.missing';

/* Folders that hold a feed's documents: the site itself, tags, sections, authors, languages, and archive pages. */
const feedFolder = /^\/((tags|sections|authors|languages|private)\/[^/]+\/)?(archive\/[^/]+\/)?$/;

/* The documents that feeds of this site have. Deploying puts in what its settings say (shared/edge/function-source.ts). */
const published = ['rss.xml', 'atom.xml', 'feed.json', 'index.html'];

/* The server's order of preference, and the media types by which clients ask for each document. */
const feedDocuments = [
  { name: 'rss.xml', types: ['application/rss+xml', 'application/xml', 'text/xml'] },
  { name: 'atom.xml', types: ['application/atom+xml'] },
  { name: 'feed.json', types: ['application/feed+json', 'application/json'] },
  { name: 'index.html', types: ['text/html', 'application/xhtml+xml'] },
];

// biome-ignore lint/correctness/noUnusedVariables: the entry point that CloudFront calls
function handler(event) {
  const request = event.request;
  if (request.method === 'OPTIONS') return preflight();
  if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed();

  const path = canonicalPath(request.uri);
  const cut = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, cut);
  const name = path.slice(cut);

  /* Tells viewer-response.js that the answer depends on Accept; readers can't set it themselves. */
  delete request.headers['x-dropwire-negotiated'];

  if (name === 'feed' && feedFolder.test(folder)) {
    request.uri = folder + negotiate(request.headers.accept);
    request.headers['x-dropwire-negotiated'] = { value: 'accept' };
    return request;
  }
  if (name === '') {
    const feedWithSlash = folder.slice(-6) === '/feed/' && feedFolder.test(folder.slice(0, -5));
    if (feedWithSlash) return movedTo(folder.slice(0, -1), request.querystring);
    request.uri = `${folder}index.html`;
    return request;
  }
  if (name.indexOf('.') < 0) return movedTo(`${path}/`, request.querystring);
  request.uri = path;
  return request;
}

/*
 * One spelling per document: percent-encoded UTF-8, nothing encoded that needn't be. Paths that no document can have
 * (not UTF-8, control characters, backslashes, empty or dot segments, longer than an S3 key) lead nowhere.
 */
function canonicalPath(uri) {
  try {
    const path = decodeURIComponent(uri);
    if (path.charAt(0) !== '/' || /[^ -~\u0080-\uffff]|\\/.test(path)) return nowhere;
    const segments = path.slice(1).split('/');
    for (let i = 0; i < segments.length; i++) {
      const last = i === segments.length - 1;
      if (segments[i] === '.' || segments[i] === '..' || (segments[i] === '' && !last)) return nowhere;
      segments[i] = encodeURIComponent(segments[i]);
    }
    const canonical = `/${segments.join('/')}`;
    const bytes = canonical.replace(/%[0-9A-F]{2}/g, '-').length;
    return bytes > 1000 ? nowhere : canonical;
  } catch (_) {
    return nowhere;
  }
}

/*
 * Chooses a feed document by Accept (RFC 9110, 12.5.1): the highest q wins; then the more specific mention, then the
 * earlier one, then the server's preference. A client that accepts none of them gets RSS, which every reader knows, or
 * the next that there is.
 */
function negotiate(accept) {
  const ranges = mediaRanges(accept);
  let best = { name: published[0], q: 0, exactness: 0, place: 0 };
  feedDocuments.forEach((feedDocument) => {
    if (published.indexOf(feedDocument.name) < 0) return;
    const match = bestMatch(ranges, feedDocument.types);
    const better =
      match.q !== best.q
        ? match.q > best.q
        : match.exactness !== best.exactness
          ? match.exactness > best.exactness
          : match.place < best.place;
    if (match.q > 0 && better) {
      best = { name: feedDocument.name, q: match.q, exactness: match.exactness, place: match.place };
    }
  });
  return best.name;
}

/* The most specific range that covers one of the types decides its q, wherever it stands in the header. */
function bestMatch(ranges, types) {
  let found = { q: 0, exactness: 0, place: 0 };
  ranges.forEach((range, place) => {
    let exactness = 0;
    if (range.type === '*/*') exactness = 1;
    else if (range.type.slice(-2) === '/*')
      exactness = types[0].indexOf(range.type.slice(0, -1)) === 0 ? 2 : 0;
    else if (types.indexOf(range.type) >= 0) exactness = range.type === types[0] ? 4 : 3;
    if (exactness > found.exactness) found = { q: range.q, exactness: exactness, place: place };
  });
  /* To name a format by any of its exact types is equally specific when formats are compared. */
  if (found.exactness === 4) found.exactness = 3;
  return found;
}

/* Parses Accept, repeated headers included; at most 40 ranges, so that no header costs more than its share of time. */
function mediaRanges(accept) {
  if (!accept) return [];
  const text = accept.multiValue ? accept.multiValue.map((header) => header.value).join(',') : accept.value;
  return text
    .slice(0, 2000)
    .split(',')
    .slice(0, 40)
    .map((part) => {
      const pieces = part.split(';');
      let q = 1;
      for (let i = 1; i < pieces.length; i++) {
        const weight = /^\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*$/i.exec(pieces[i]);
        if (weight) q = Math.min(1, parseFloat(weight[1]));
      }
      return { type: pieces[0].trim().toLowerCase(), q: q };
    });
}

function movedTo(path, querystring) {
  return {
    statusCode: 301,
    statusDescription: 'Moved Permanently',
    headers: {
      location: { value: path + queryText(querystring) },
      'cache-control': { value: 'public, max-age=3600' },
      'access-control-allow-origin': { value: '*' },
    },
  };
}

/* CloudFront hands over names and values as they were sent, still encoded. */
function queryText(querystring) {
  const pairs = [];
  Object.keys(querystring).forEach((name) => {
    const parameter = querystring[name];
    (parameter.multiValue || [parameter]).forEach((one) => {
      pairs.push(one.value === '' ? name : `${name}=${one.value}`);
    });
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/* Answered here: S3 refuses OPTIONS to a bucket without CORS rules, whatever headers CloudFront adds to the refusal. */
function preflight() {
  return {
    statusCode: 204,
    statusDescription: 'No Content',
    headers: {
      'access-control-allow-origin': { value: '*' },
      'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
      'access-control-allow-headers': { value: '*' },
      'access-control-max-age': { value: '86400' },
      'cache-control': { value: 'public, max-age=86400' },
    },
  };
}

function methodNotAllowed() {
  return {
    statusCode: 405,
    statusDescription: 'Method Not Allowed',
    headers: {
      allow: { value: 'GET, HEAD, OPTIONS' },
      'content-type': { value: 'text/plain; charset=utf-8' },
      'cache-control': { value: 'no-store' },
      'access-control-allow-origin': { value: '*' },
    },
    body: { encoding: 'text', data: 'This site is read with GET or HEAD.\n' },
  };
}
