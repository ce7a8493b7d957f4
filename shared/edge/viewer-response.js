/*
 * Runs for every answer below status 400, from the cache or from S3, just before it leaves: gives documents their
 * real media types, obeys the metadata of withdrawn and moved articles, and keeps S3's own headers inside.
 *
 * CloudFront Functions, JavaScript runtime 2.0: at most 10 KB, deployed as this file stands, no modules, and only
 * ES 5.1 with const, let, arrow functions and template literals (AWS, "JavaScript runtime 2.0 features").
 *
 * Why the types are set here: CloudFront compresses by the Content-Type that S3 sends and its list lacks some of
 * ours, so those documents are stored under a listed type (storedContentTypeOf in shared/resources/object-keys.ts).
 * Compression and caching are done by the time this runs; of all headers only Via and Warning are read-only to it
 * (AWS, "Restrictions on all edge functions").
 */

/* By file name first, then by ending. The same as contentTypeOf for every key that is stored under another type. */
const mediaTypes = {
  'feed.json': 'application/feed+json; charset=utf-8',
  'atom.xml': 'application/atom+xml; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.opml': 'text/x-opml; charset=utf-8',
};

// biome-ignore lint/correctness/noUnusedVariables: the entry point that CloudFront calls
function handler(event) {
  const request = event.request;
  const response = event.response;
  const headers = response.headers;
  const instructions = takeMetadata(headers);
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);

  if (headers['content-type']) {
    const type = mediaTypeOf(name.replace(/\.[0-9a-f]{32}\.(br|gz)$/, ''), headers['content-type'].value);
    headers['content-type'] = { value: type };
  }
  if (/(^|\.)(|html|json|xml|md|opml|txt|css|svg|feed)$/.test(name)) addVary(headers, 'Accept-Encoding');
  if (name === 'feed' || request.headers['x-dropwire-negotiated']) addVary(headers, 'Accept');

  /* Feeds that nothing leads to: the canary's and those for one reader. */
  if (/^\/(canary|private)\//.test(request.uri)) headers['x-robots-tag'] = { value: 'noindex, nofollow' };

  /* Of feeds that have hubs: where to subscribe, and to which address (WebSub, section 4). */
  if (instructions.link && name !== 'index.html') headers.link = { value: instructions.link };

  /* Always, not only when the request states an Origin: a browser's cache doesn't tell the two apart. */
  headers['access-control-allow-origin'] = { value: '*' };
  headers['access-control-expose-headers'] = {
    value: 'Accept-Ranges, Age, Content-Range, Date, ETag, Link, Vary',
  };

  if (isLocalPath(instructions.location)) {
    return redirect(response, 301, 'Moved Permanently', instructions.location);
  }
  if (instructions.status === '410') return gone(request, response);
  if (instructions.encodings && response.statusCode === 200 && name.indexOf('.') > 0) {
    const ending = endingFor(instructions.encodings, request.headers['accept-encoding']);
    const etag = /^"([0-9a-f]{32})"$/.exec(headers.etag ? headers.etag.value : '');
    if (ending && etag) {
      return redirect(response, 307, 'Temporary Redirect', `${request.uri}.${etag[1]}${ending}`);
    }
  }
  return response;
}

/* Reads what the publisher wrote beside the object, and removes every x-amz- header. */
function takeMetadata(headers) {
  const prefix = 'x-amz-meta-dropwire-';
  const instructions = {};
  Object.keys(headers).forEach((name) => {
    if (name.indexOf(prefix) === 0) instructions[name.slice(prefix.length)] = headers[name].value;
    if (name.indexOf('x-amz-') === 0) delete headers[name];
  });
  return instructions;
}

function mediaTypeOf(name, stored) {
  const dot = name.lastIndexOf('.');
  const type = mediaTypes[name] || (dot >= 0 && mediaTypes[name.slice(dot)]);
  if (type) return type;
  /* Should the address be the one asked for, /feed, and not the rewritten one: its stored types are unambiguous. */
  if (name === 'feed' && stored.indexOf('application/json') === 0) return mediaTypes['feed.json'];
  if (name === 'feed' && stored.indexOf('application/xml') === 0) return mediaTypes['atom.xml'];
  return stored;
}

function addVary(headers, field) {
  const vary = headers.vary;
  let present = '';
  if (vary) present = vary.multiValue ? vary.multiValue.map((one) => one.value).join(', ') : vary.value;
  const fields = present.toLowerCase().split(/[\s,]+/);
  if (fields.indexOf(field.toLowerCase()) < 0 && fields.indexOf('*') < 0)
    present += (present ? ', ' : '') + field;
  headers.vary = { value: present };
}

/* A path of this site, encoded: nothing that a browser could take for another host. */
function isLocalPath(location) {
  return location !== undefined && /^\/([!-.0-[\]-~][!-[\]-~]*)?$/.test(location);
}

/*
 * The object's own bytes are the page that says so. Without validators: a 304 would tell a client that the article
 * it remembers is still there.
 */
function gone(request, response) {
  const whole = response.statusCode === 200;
  response.statusCode = 410;
  response.statusDescription = 'Gone';
  forget(response.headers, ['etag', 'last-modified', 'accept-ranges', 'content-range']);
  if (!whole && request.method !== 'HEAD') {
    forget(response.headers, ['content-encoding', 'content-length']);
    response.headers['content-type'] = { value: 'text/plain; charset=utf-8' };
    response.body = { encoding: 'text', data: 'This article has been withdrawn.\n' };
  }
  return response;
}

function redirect(response, status, description, location) {
  response.statusCode = status;
  response.statusDescription = description;
  forget(response.headers, ['etag', 'last-modified', 'accept-ranges', 'content-range']);
  forget(response.headers, ['content-encoding', 'content-length', 'content-type']);
  response.headers.location = { value: location };
  response.body = { encoding: 'text', data: '' };
  return response;
}

function forget(headers, names) {
  names.forEach((name) => {
    delete headers[name];
  });
}

/* Ending of the ready-made compressed copy that the client can read, Brotli before gzip; undefined when none. */
function endingFor(encodings, acceptEncoding) {
  const accepted = acceptEncoding ? acceptEncoding.value.toLowerCase().split(',') : [];
  let ending;
  accepted.forEach((part) => {
    const coding = part.split(';')[0].trim();
    if (/;\s*q\s*=\s*0(\.0*)?\s*$/.test(part) || encodings.split(',').indexOf(coding) < 0) return;
    if (coding === 'br') ending = '.br';
    else if (coding === 'gzip' && !ending) ending = '.gz';
  });
  return ending;
}
