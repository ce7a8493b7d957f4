import { GetObjectCommand } from '@aws-sdk/client-s3';
import { LRUCache } from 'lru-cache';
import { articleSchema, type PublishedArticle } from '../../shared/article/schema.ts';
import { type S3, statusOf } from '../../shared/clients.ts';
import { siteAddress } from '../../shared/feeds/addresses.ts';
import { mediaScheme } from '../../shared/media-names.ts';
import { mediaKey, revisionKey } from '../../shared/resources/object-keys.ts';
import { RevisionGoneError } from './bring-up-to-date.ts';

/** Characters of revisions kept in memory between invocations. */
const remembered = 48_000_000;

/** What one takes beside its text, and how often its text is kept: renderers keep what they made of it, in each format. */
const ofArticle = 4000;
const inFormats = 5;

/** What the catalog says of an article that is shown. */
export interface ShownArticle {
  id: string;
  revision: string;
  path: string;
  published: string;
  updated: string;
}

/**
 * Articles as they are published, from their immutable revisions in the store.
 * The same revision is fetched once and gives the same object, so that renderers may keep what they made of it.
 */
export class Revisions {
  readonly #s3: S3;
  readonly #bucket: string;
  readonly #siteUrl: string;
  readonly #articles = new LRUCache<string, PublishedArticle>({ maxSize: remembered });
  /** On their way: feeds that are rendered at the same time ask for the same articles. */
  readonly #loading = new Map<string, Promise<PublishedArticle>>();

  constructor(s3: S3, bucket: string, siteUrl: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
    this.#siteUrl = siteUrl;
  }

  /** @throws RevisionGoneError `revision-gone` when the store no longer has it: the catalog has moved on */
  async load(shown: ShownArticle): Promise<PublishedArticle> {
    const name = [shown.id, shown.revision, shown.path, shown.published, shown.updated].join(' ');
    const known = this.#articles.get(name);
    if (known) return known;
    const loading = this.#loading.get(name) ?? this.#load(name, shown);
    this.#loading.set(name, loading);
    try {
      return await loading;
    } finally {
      this.#loading.delete(name);
    }
  }

  async #load(name: string, shown: ShownArticle): Promise<PublishedArticle> {
    const stored = await this.#fetch(revisionKey(shown.id, shown.revision));
    const text = stored.replaceAll(mediaScheme, siteAddress(this.#siteUrl, mediaKey('')));
    const article: PublishedArticle = {
      ...articleSchema.parse(JSON.parse(text)),
      url: siteAddress(this.#siteUrl, shown.path),
      published: shown.published,
      updated: shown.updated,
    };
    this.#articles.set(name, article, { size: ofArticle + inFormats * text.length });
    return article;
  }

  async #fetch(key: string): Promise<string> {
    try {
      const answer = await this.#s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
      return (await answer.Body?.transformToString()) ?? '';
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      throw new RevisionGoneError('revision-gone', `The store no longer has ${key}.`, { cause: error });
    }
  }
}
