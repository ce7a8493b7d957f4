import { canonicalTag } from '../../derive/language.ts';
import type { ParsedDocument } from '../../parsed-document.ts';
import { isNode, listOf } from './json-ld.ts';
import { firstMeta, type PageFacts } from './page-facts.ts';
import { fold, plainText } from './plain-text.ts';

type Described = Pick<
  ParsedDocument,
  'summary' | 'section' | 'tags' | 'language' | 'canonicalUrl' | 'baseUrl' | 'image'
>;

/** What the page states about the article besides title, authors and dates. */
export function describePage(facts: PageFacts): Described {
  const canonicalUrl = canonicalOf(facts);
  return {
    summary: summaryOf(facts),
    section: sectionOf(facts),
    tags: tagsOf(facts),
    language: languageOf(facts),
    canonicalUrl,
    baseUrl: baseOf(facts, canonicalUrl?.value),
    image: imageOf(facts),
  };
}

/** A description; one cut off by the site (it ends in dots) is worse than the text's own first sentences. */
function summaryOf(facts: PageFacts): Described['summary'] {
  for (const name of ['description', 'og:description', 'twitter:description', 'dc.description']) {
    const value = plainText(facts.meta.get(name)?.[0] ?? '');
    if (isSummary(value)) return { value, from: `meta: ${name}` };
  }
  const { description } = facts.linked.article ?? {};
  const value = typeof description === 'string' ? plainText(description) : '';
  return isSummary(value) ? { value, from: 'json-ld: description' } : undefined;
}

const isSummary = (text: string): boolean =>
  text.length >= 20 && !/(?:…|\.\.\.|\[…\]|\[\.\.\.\])$/.test(text);

function sectionOf(facts: PageFacts): Described['section'] {
  const linked = listOf(facts.linked.article?.articleSection).find((value) => typeof value === 'string');
  const section = typeof linked === 'string' ? plainText(linked) : '';
  if (section !== '') return { value: section, from: 'json-ld: articleSection' };
  const meta = firstMeta(facts, ['article:section', 'parsely-section', 'og:article:section', 'section']);
  return meta && { value: plainText(meta.value), from: `meta: ${meta.name}` };
}

const mostTags = 30;

function tagsOf(facts: PageFacts): Described['tags'] {
  const sources: { values: string[]; from: string }[] = [
    { values: facts.meta.get('article:tag') ?? [], from: 'meta: article:tag' },
    {
      values: listOf(facts.linked.article?.keywords).filter((value) => typeof value === 'string'),
      from: 'json-ld: keywords',
    },
    ...['news_keywords', 'parsely-tags', 'keywords'].map((name) => ({
      values: facts.meta.get(name) ?? [],
      from: `meta: ${name}`,
    })),
  ];
  for (const { values, from } of sources) {
    const tags = new Map<string, string>();
    for (const tag of values.flatMap((value) => value.split(/[,;]/)).map(plainText)) {
      if (tag !== '' && tag.length <= 60) tags.set(fold(tag) || tag, tags.get(fold(tag)) ?? tag);
    }
    if (tags.size > 0) return { value: [...tags.values()].slice(0, mostTags), from };
  }
  return undefined;
}

function languageOf(facts: PageFacts): Described['language'] {
  const { article, page } = facts.linked;
  const candidates = [
    { value: facts.tree.htmlAttributes.lang ?? facts.tree.htmlAttributes['xml:lang'], from: 'html: lang' },
    { value: facts.tree.body.attributes.lang, from: 'body: lang' },
    { value: article?.inLanguage ?? page?.inLanguage, from: 'json-ld: inLanguage' },
    { value: facts.meta.get('og:locale')?.[0], from: 'meta: og:locale' },
    {
      value: facts.meta.get('content-language')?.[0] ?? facts.meta.get('language')?.[0],
      from: 'meta: content-language',
    },
  ];
  for (const { value, from } of candidates) {
    const tag = typeof value === 'string' ? languageTag(value) : undefined;
    if (tag !== undefined) return { value: tag, from };
  }
  return undefined;
}

/** A language in its normal form (BCP 47): `en_us` is en-US. */
function languageTag(written: string): string | undefined {
  const text = written.split(',')[0]?.trim().replaceAll('_', '-') ?? '';
  if (!/^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i.test(text)) return undefined;
  return canonicalTag(text);
}

function canonicalOf(facts: PageFacts): Described['canonicalUrl'] {
  const link = facts.tree.links.find(({ rel, href }) => rel?.toLowerCase() === 'canonical' && href);
  const candidates = [
    { value: link?.href, from: 'link: canonical' },
    { value: facts.meta.get('og:url')?.[0], from: 'meta: og:url' },
  ];
  for (const { value, from } of candidates) {
    const url = webUrl(value);
    if (url) return { value: url, from };
  }
  return undefined;
}

/** Where relative addresses of the body point: the stated base, else the page's own address. */
function baseOf(facts: PageFacts, canonical: string | undefined): string | undefined {
  const base = facts.tree.bases.find(({ href }) => href)?.href;
  return webUrl(base, canonical) ?? canonical;
}

function webUrl(written: string | undefined, base?: string): string | undefined {
  const url = URL.parse(written?.trim() ?? '', base);
  return written && url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function imageOf(facts: PageFacts): Described['image'] {
  const meta = firstMeta(facts, ['og:image', 'og:image:url', 'og:image:secure_url']);
  if (meta) {
    const size = (name: string): number | undefined => positive(facts.meta.get(name)?.[0]);
    const alt = facts.meta.get('og:image:alt')?.[0];
    const type = facts.meta.get('og:image:type')?.[0];
    return {
      value: { url: meta.value, alt, width: size('og:image:width'), height: size('og:image:height'), type },
      from: `meta: ${meta.name}`,
    };
  }
  const [linked] = listOf(facts.linked.article?.image).map(facts.linked.resolve);
  if (typeof linked === 'string') return { value: { url: linked }, from: 'json-ld: image' };
  if (isNode(linked) && typeof linked.url === 'string') {
    const { url, width, height } = linked;
    return { value: { url, width: positive(width), height: positive(height) }, from: 'json-ld: image' };
  }
  const twitter = firstMeta(facts, ['twitter:image', 'twitter:image:src']);
  return twitter && { value: { url: twitter.value }, from: `meta: ${twitter.name}` };
}

function positive(value: unknown): number | undefined {
  const number =
    typeof value === 'string' || typeof value === 'number' ? Math.round(Number(value)) : Number.NaN;
  return number > 0 && number < 100_000 ? number : undefined;
}
