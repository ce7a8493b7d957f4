import { expectedArticles } from './expected-articles.ts';
import { names } from './pipeline.ts';
import type { World } from './world.ts';

/**
 * No change goes without its event, and no event tells of what was no change: each pending or logged change of the
 * catalog was sent under its key; the newest event of each article says what is true of it at the end; each rejected
 * upload was told of. @returns what is wrong, in words
 */
export function checkEvents(world: World): string[] {
  const problems: string[] = [];
  const kinds = new Map<string, string>();
  const newest = new Map<string, { version: number; type: string }>();
  for (const { type, detail } of world.eventBridge.taken) {
    const known = kinds.get(detail.idempotencyKey);
    if (known !== undefined && known !== type) {
      problems.push(`the event ${detail.idempotencyKey} was sent as ${known} and as ${type}`);
    }
    kinds.set(detail.idempotencyKey, type);
    const { id = '', version = 0 } = detail;
    if (id !== '' && version > (newest.get(id)?.version ?? 0)) newest.set(id, { version, type });
  }
  for (const { pk, sk, item } of world.dynamodb.table(names.table).items()) {
    if (pk.startsWith('ARTICLE#') && sk !== 'ARTICLE') {
      const key = `${item.id?.S}:${item.version?.N}:${item.at?.S}`;
      if (!kinds.has(key)) problems.push(`no event was sent of the change ${key}`);
    }
    if (sk === 'ARTICLE') problems.push(...last(`urn:uuid:${item.id?.S}`, item.shown !== undefined));
    if (sk === 'UPLOAD' && item.state?.S === 'rejected') {
      const key = `${item.key?.S}:${item.versionId?.S}`;
      if (!kinds.has(key)) problems.push(`no event was sent of the rejected upload ${key}`);
    }
  }
  const expected = expectedArticles(world.history, new Date(world.now).toISOString());
  for (const [id, { optional }] of expected) {
    const type = newest.get(`urn:uuid:${id}`)?.type;
    if (!optional && (type === undefined || type === 'Article Withdrawn')) {
      problems.push(`the newest event of ${id} is ${type}, but it is shown`);
    }
  }
  return problems;

  function last(id: string, isShown: boolean): string[] {
    const type = newest.get(id)?.type;
    const saysShown = type === 'Article Published' || type === 'Article Updated';
    return saysShown === isShown ? [] : [`the newest event of ${id} is ${type}; shown: ${isShown}`];
  }
}
