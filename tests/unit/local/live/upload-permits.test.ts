import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { isFromOurPage, mayChange, namesThisMachine } from '../../../../local/live/access.ts';
import { keyOf } from '../../../../local/live/upload-permits.ts';

describe('keyOf', () => {
  test.each([
    ['', 'a.md', 'a.md'],
    ['news', 'a.md', 'news/a.md'],
    [' /news//local\\ ', 'a b.md', 'news/local/a b.md'],
    ['', 'cafe\u0301.md', 'caf\u00e9.md'],
    ['..x', '.hidden', '..x/.hidden'],
  ])('folder %j and file %j: %j', (folder, name, key) => {
    expect(keyOf(folder, name)).toBe(key);
  });

  test.each([
    ['no name', 'news', ' '],
    ['a way up', '../news', 'a.md'],
    ['a dot', 'news/./x', 'a.md'],
    ['a control character', '', 'a\u0000.md'],
    ['half a character', '', 'a\ud800.md'],
    ['too many bytes', 'ö'.repeat(600), 'a.md'],
  ])('refuses %s', (_, folder, name) => {
    expect(() => keyOf(folder, name)).toThrow(expect.objectContaining({ code: 'upload-name' }));
  });
});

describe('who may ask', () => {
  const from = (headers: IncomingMessage['headers']) => ({ headers }) as IncomingMessage;

  test.each(['127.0.0.1:8400', 'localhost:1', 'LOCALHOST', '[::1]:8400', '127.0.0.2'])(
    '%s is this machine',
    (host) => {
      expect(namesThisMachine(from({ host }))).toBe(true);
    },
  );
  test.each([
    'rebound.example:8400',
    'localhost.example',
    '127.0.0.1.example',
    'x@localhost',
    '',
    '10.0.0.1',
  ])('%j is not', (host) => {
    expect(namesThisMachine(from({ host }))).toBe(false);
  });

  const host = '127.0.0.1:8400';
  test.each([
    [{ host }, true, false],
    [{ host, 'sec-fetch-site': 'same-origin' }, true, false],
    [{ host, origin: 'http://127.0.0.1:8400', 'sec-fetch-site': 'same-origin' }, true, true],
    [{ host, origin: 'http://127.0.0.1:8400' }, true, true],
    [{ host, origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' }, false, false],
    [{ host, origin: 'http://127.0.0.1:9999' }, false, false],
    [{ host, origin: 'null' }, false, false],
    [{ host, 'sec-fetch-site': 'cross-site' }, false, false],
  ])('%j may watch: %j, may change: %j', (headers, watch, change) => {
    expect([isFromOurPage(from(headers)), mayChange(from(headers))]).toEqual([watch, change]);
  });
});
