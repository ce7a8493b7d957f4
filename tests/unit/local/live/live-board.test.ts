import { describe, expect, test } from '@jest/globals';
import { boardHtml } from '../../../../local/live/board-html.ts';
import { LiveBoard } from '../../../../local/live/live-board.ts';
import type { ProgressReport } from '../../../../local/progress.ts';

const start = Date.UTC(2026, 2, 5, 10);

function setUp() {
  const clock = { now: start };
  const board = new LiveBoard(() => clock.now);
  const arrive = (key: string, deleted = false) => board.arrived({ key, deleted, time: clock.now });
  const pass = (milliseconds: number) => {
    clock.now += milliseconds;
  };
  return { board, arrive, pass };
}
const published = (key: string, milliseconds: number, title = key): ProgressReport => ({
  kind: 'published',
  key,
  title,
  url: `http://127.0.0.1:8400/articles/${encodeURIComponent(title)}/`,
  milliseconds,
});
const states = (board: LiveBoard) =>
  board.uploads.map(({ key, outcome }) => `${key} ${outcome?.kind ?? 'on its way'}`);

describe('the board', () => {
  test('shows uploads, the newest first, and what became of each', () => {
    const { board, arrive, pass } = setUp();
    arrive('a.md');
    pass(100);
    arrive('b.md');
    expect(states(board)).toEqual(['b.md on its way', 'a.md on its way']);
    pass(900);
    board.report(published('a.md', 1000));
    board.report({ kind: 'rejected', key: 'b.md', milliseconds: 900, code: 'empty', reason: 'No text.' });
    expect(states(board)).toEqual(['b.md rejected', 'a.md published']);
    expect(board.latencies).toEqual([1000]);
    expect(board.articles.map(({ title }) => title)).toEqual(['a.md']);
  });

  test('does not take the outcome of an earlier version for that of the newest', () => {
    const { board, arrive, pass } = setUp();
    arrive('a.md');
    pass(1000);
    arrive('a.md');
    pass(500);
    board.report(published('a.md', 1500));
    expect(states(board)).toEqual(['a.md on its way']);
    board.report({ kind: 'unchanged', key: 'a.md', milliseconds: 500 });
    expect(states(board)).toEqual(['a.md unchanged']);
    expect(board.find('a.md')?.articles).toMatchObject([{ title: 'a.md' }]);
  });

  test('still leads to the article of an upload that changed nothing', () => {
    const { board, arrive, pass } = setUp();
    arrive('a.md');
    board.report(published('a.md', 0, 'Title'));
    pass(1000);
    arrive('a.md');
    expect(board.find('a.md')?.articles).toEqual([]);
    board.report({ kind: 'unchanged', key: 'a.md', milliseconds: 0 });
    expect(board.find('a.md')?.articles).toMatchObject([{ title: 'Title' }]);
  });

  test('lists uploads that it only hears of afterwards', () => {
    const { board, pass } = setUp();
    pass(5000);
    board.report(published('elsewhere.md', 2000));
    expect(board.uploads).toMatchObject([{ key: 'elsewhere.md', since: start + 3000 }]);
  });

  test('keeps a few articles of an upload that holds many, and none that were withdrawn', () => {
    const { board, arrive } = setUp();
    arrive('feed.xml');
    for (let number = 1; number <= 30; number++) board.report(published('feed.xml', 0, `Article ${number}`));
    expect(board.find('feed.xml')?.articles.map(({ title }) => title)).toEqual([
      'Article 30',
      'Article 29',
      'Article 28',
      'Article 27',
      'Article 26',
    ]);
    expect(board.articles).toHaveLength(10);
    board.report({ kind: 'withdrawn', key: 'feed.xml', milliseconds: 0 });
    expect(board.articles).toEqual([]);
  });

  test('forgets the oldest uploads and reports', () => {
    const { board, arrive } = setUp();
    for (let number = 1; number <= 600; number++) {
      arrive(`${number}.md`);
      board.report(published(`${number}.md`, number));
    }
    expect(board.uploads).toHaveLength(50);
    expect(board.uploads[0]?.key).toBe('600.md');
    expect(board.latencies).toHaveLength(200);
    expect(board.latest).toBe(600);
    expect(board.reportsAfter(0)[0]?.number).toBe(101);
    expect(board.reportsAfter(598).map(({ number }) => number)).toEqual([599, 600]);
  });

  test('tells of each change until nobody listens', () => {
    const { board, arrive } = setUp();
    let told = 0;
    const leave = board.onChange(() => told++);
    arrive('a.md');
    board.report(published('a.md', 1));
    leave();
    arrive('b.md');
    expect(told).toBe(2);
  });
});

describe('the board as HTML', () => {
  test('escapes what comes from uploads, and does without queues', () => {
    const { board, arrive } = setUp();
    arrive('<b>&"x".md');
    board.report(published('<b>&"x".md', 0, '<img src=x onerror=alert(1)>'));
    const { source } = boardHtml(board, undefined);
    expect(source).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(source).not.toMatch(/<img|<b>&/);
    expect(source).toContain('can’t be reached');
  });

  test('counts messages and dead letters', () => {
    const { board } = setUp();
    const { source } = boardHtml(board, [{ name: 'ingest', waiting: 3, inWork: 2, dead: 1 }]);
    expect(source.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain('ingest 3 2 1');
    expect(source).toContain('<tr class="dead">');
  });
});

test('the newest events come first, articles with their page, uploads with their key', () => {
  const board = new LiveBoard(() => 1000);
  let told = 0;
  board.onChange(() => {
    told += 1;
  });
  board.happened('Article Published', { url: 'http://127.0.0.1/articles/2026/03/p%C3%A4ge/' });
  board.happened('Upload Rejected', { key: 'news/<empty>.md' });
  expect(board.events.map(({ type }) => type)).toEqual(['Upload Rejected', 'Article Published']);
  expect(told).toBe(2);
  const page = boardHtml(board, undefined).source;
  expect(page).toContain('Upload Rejected: news/&lt;empty&gt;.md');
  expect(page).toContain(
    '<a href="http://127.0.0.1/articles/2026/03/p%C3%A4ge/">/articles/2026/03/päge/</a>',
  );
});
