import type { Random } from '../../../tests/helpers/simulation/random.ts';
import { type MadeArticle, phrase, sentence } from './made-article.ts';

/** Escapes text for HTML. */
export const esc = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('\n');

const icon =
  '<svg width="16" height="16" viewBox="0 0 16 16"><path d="M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0"/></svg>';

/** What stands around articles: none of it is the article. */
export class Furniture {
  readonly #random: Random;
  readonly #article: MadeArticle;
  /** How much of everything there is, 0 to 1. */
  readonly #weight: number;

  constructor(random: Random, article: MadeArticle) {
    this.#random = random;
    this.#article = article;
    this.#weight = random.fraction();
  }

  readonly site = 'The Quay Post';

  /** The article's blocks as plain elements. */
  body(): string {
    return this.#article.blocks
      .map(({ kind, items: [first = '', ...rest] }) => {
        if (kind === 'heading') return `<h2>${esc(first)}</h2>`;
        if (kind === 'list')
          return `<ul>${[first, ...rest].map((item) => `<li>${esc(item)}</li>`).join('')}</ul>`;
        if (kind === 'quote') return `<blockquote><p>${esc(first)}</p></blockquote>`;
        if (kind === 'code') return `<pre><code>${esc(first)}</code></pre>`;
        if (kind === 'picture')
          return `<figure><img src="/img/${this.#random.below(999)}.jpg" width="800" height="533" alt=""></figure>`;
        return `<p>${this.#inline(first)}</p>`;
      })
      .join('\n');
  }

  /** Some words of a paragraph linked or stressed. */
  #inline(text: string): string {
    const words = esc(text).split(' ');
    if (words.length < 8 || this.#random.chance(0.5)) return words.join(' ');
    const at = this.#random.below(words.length - 3);
    const inner = words.slice(at, at + 2).join(' ');
    const wrapped = this.#random.chance(0.6) ? `<a href="/topics/${at}">${inner}</a>` : `<em>${inner}</em>`;
    return [...words.slice(0, at), wrapped, ...words.slice(at + 2)].join(' ');
  }

  navigation(tag = 'nav'): string {
    const links = this.#article.language.navigation.map(
      (name, index) => `<li><a href="/s/${index}">${icon}${name}</a>${this.#submenu(index)}</li>`,
    );
    return `<${tag} class="main-menu"><ul>${links.join('')}</ul></${tag}>`;
  }

  #submenu(section: number): string {
    const { language } = this.#article;
    const link = (index: number): string =>
      `<li class="menu-item menu-item--level-2" role="none"><div class="menu-item__box"><a class="menu-link menu-link--level-2" role="menuitem" href="/sections/${section}/topics/${index}?from=menu" data-tracking="menu-${section}-${index}"><span class="menu-link__text">${esc(phrase(this.#random, language, 2))}</span></a></div></li>`;
    return `<div class="sub"><ul>${times(this.#links(20), link)}</ul></div>`;
  }

  #links(most: number): number {
    return Math.round(this.#weight * most);
  }

  /** Styles and scripts, of which pages are made more than of text. */
  head(): string {
    const rule = (index: number): string =>
      `.block-${index}>.item{display:flex;margin:${this.#random.below(40)}px 0;color:#${this.#random.below(999)}}`;
    const call = (index: number): string =>
      `try{window.q=window.q||[];window.q.push({"slot":"ad-${index}","size":[300,${this.#random.below(600)}]})}catch(e){}`;
    const links = times(this.#links(12), (index) => `<link rel="preload" href="/a/${index}.js" as="script">`);
    return `${links}<style>${times(this.#links(1500), rule)}</style><script>${times(this.#links(900), call)}</script>\n`;
  }

  related(tag = 'aside', name = 'related'): string {
    const { language } = this.#article;
    const links = times(
      3 + this.#random.below(5),
      (index) => `<li><a href="/story/${index}">${esc(phrase(this.#random, language, 6))}</a></li>`,
    );
    return `<${tag} class="${name}"><h3>${language.related}</h3><ul>${links}</ul></${tag}>`;
  }

  /** Other articles with the first words of each. */
  teasers(): string {
    const { language } = this.#article;
    return times(
      4 + this.#links(12),
      (index) =>
        `<div class="card"><a href="/story/${index}"><h3>${esc(phrase(this.#random, language, 6))}</h3></a><p>${esc(sentence(this.#random, language))}</p></div>`,
    );
  }

  subscribe(): string {
    return `<div class="newsletter-signup"><p>${this.#article.language.subscribe}</p><form><input type="email"><button>OK</button></form></div>`;
  }

  share(): string {
    return `<div class="share-tools"><span>${this.#article.language.share}</span> <a href="#">Mail</a> <a href="#">Link</a></div>`;
  }

  /** Other stories as most pages end with: pictures in several sizes, each in boxes inside boxes. */
  moreStories(): string {
    const { language } = this.#article;
    const card = (index: number): string => {
      const picture = (width: number): string =>
        `/media/${index}/${width}x${width / 2}/story-${index}.jpg ${width}w`;
      const address = `/stories/2026/${1 + this.#random.below(12)}/story-number-${index}`;
      return `<div class="card card--story u-margin-bottom-m" data-component="card" data-id="${index}" data-tracking="position-${index}">
        <div class="card__inner"><div class="card__media"><div class="ratio ratio--3x2"><a class="card__link" href="${address}" tabindex="-1" aria-hidden="true">
        <picture><source srcset="${picture(640)}, ${picture(960)}" media="(min-width: 60em)"><img class="card__image" src="/media/${index}.jpg"
        srcset="${picture(320)}, ${picture(640)}" sizes="(min-width: 60em) 33vw, 100vw" width="320" height="160" loading="lazy" alt=""></picture></a></div></div>
        <div class="card__body"><div class="card__label"><span class="label label--${index % 5}">${language.navigation[index % 6]}</span></div>
        <h3 class="card__title"><a class="card__link" href="${address}">${esc(phrase(this.#random, language, 7))}</a></h3>
        <div class="card__meta"><span class="card__byline">${esc(this.#random.pick(language.names))}</span> ${icon}</div></div></div></div>`;
    };
    return `<div class="more-stories"><div class="grid"><div class="grid__row">${times(this.#links(50), card)}</div></div></div>`;
  }

  comments(): string {
    const { language } = this.#article;
    const each = times(
      2 + this.#random.below(5),
      () =>
        `<li class="comment"><cite>${esc(this.#random.pick(language.names))}</cite><p>${esc(sentence(this.#random, language))}</p></li>`,
    );
    return `<section id="comments"><h3>${language.comments}</h3><ol>${each}</ol></section>`;
  }

  consent(): string {
    return `<div id="cookie-banner" role="dialog"><p>${this.#article.language.consent}</p><button>OK</button></div>`;
  }

  footer(): string {
    const { language } = this.#article;
    const columns = times(
      4,
      () =>
        `<div class="col"><ul>${times(this.#links(20), (index) => `<li><a href="/f/${index}">${esc(phrase(this.#random, language, 2))}</a></li>`)}</ul></div>`,
    );
    return `<footer>${columns}<p>© 2026 ${this.site}</p><p><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></p></footer>`;
  }

  /** The date in words; empty when there is none. */
  date(): string {
    const { language, published } = this.#article;
    return published ? language.date.format(published) : '';
  }

  /** Who wrote it, as readers see it; empty when nobody is named. */
  byline(): string {
    const { authors, language } = this.#article;
    return authors.length === 0 ? '' : `${language.by} ${authors.join(', ')}`;
  }

  jsonLd(): string {
    const { title, authors, published } = this.#article;
    const facts = {
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: title,
      author: authors.map((name) => ({ '@type': 'Person', name })),
      datePublished: published?.toISOString(),
      publisher: { '@type': 'Organization', name: this.site },
    };
    return `<script type="application/ld+json">${JSON.stringify(facts)}</script>`;
  }

  /** A script of the kind that frameworks leave in pages. */
  state(): string {
    const items = times(
      60 + this.#random.below(200),
      (index) => `{"id":${index},"path":"/story/${index}","html":"<p>x</p>"},`,
    );
    return `<script>window.__STATE__=[${items}{}]</script>`;
  }
}
