import { describe, expect, test } from '@jest/globals';
import { EdgeFunctions } from '../../../local/edge/edge-function.ts';
import { edgeFunctionSource } from '../../../shared/edge/function-source.ts';
import type { SiteSettings } from '../../../shared/site-settings.ts';
import { requestTo, sources } from './events.ts';

type Formats = SiteSettings['formats'];

/** The document that /feed leads to. */
function chosen(formats: Formats, accept: string | undefined, folder = '/'): string {
  const functions = new EdgeFunctions('site.example', { formats });
  const request = functions.viewerRequest(
    requestTo(`${folder}feed`, { headers: accept === undefined ? {} : { accept } }),
    '192.0.2.1',
  );
  return 'uri' in request ? request.uri : `status ${request.statusCode}`;
}

describe('/feed of a site that publishes some formats only', () => {
  const cases: [Formats, string | undefined, string][] = [
    [['json', 'rss', 'atom'], undefined, '/rss.xml'],
    [['json', 'atom'], undefined, '/atom.xml'],
    [['json'], undefined, '/feed.json'],
    [['json'], 'application/rss+xml', '/feed.json'],
    [['atom', 'json'], 'application/rss+xml, application/json;q=0.5', '/feed.json'],
    [['rss'], 'application/feed+json, */*;q=0.1', '/rss.xml'],
    [['atom'], 'application/xml', '/atom.xml'],
    [['json'], 'text/html,application/xml;q=0.9', '/index.html'],
    [['rss'], 'text/html, application/rss+xml;q=0.2', '/index.html'],
  ];
  test.each(cases)('%j, Accept %s: %s', (formats, accept, document) => {
    expect(chosen(formats, accept)).toBe(document);
    expect(chosen(formats, accept, '/tags/tides/')).toBe(`/tags/tides${document}`);
  });
});

test('with every format, what is deployed is the file as it stands', () => {
  for (const source of Object.values(sources)) {
    expect(edgeFunctionSource(source, { formats: ['json', 'atom', 'rss'] })).toBe(source);
  }
});

test('with fewer, the file differs in that one line', () => {
  const source = sources['viewer-request.js'];
  const before = source.split('\n');
  const after = edgeFunctionSource(source, { formats: ['json'] }).split('\n');
  expect(after).toHaveLength(before.length);
  expect(after.filter((line, index) => line !== before[index])).toEqual([
    "const published = ['feed.json', 'index.html'];",
  ]);
});
