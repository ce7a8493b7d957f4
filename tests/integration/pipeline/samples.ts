/** Uploads in the forms that people bring them, and what has to come of each. */
export interface Sample {
  key: string;
  body: string;
  title: string;
  summary: string;
  language: string;
  /** Stated in the document; absent: the upload's own date counts. */
  published?: string;
  authors: string[];
  /** Paths of the feeds besides the one of everything. */
  feeds: string[];
  /** Pieces of HTML that the body holds, and text that it must not hold. */
  holds: string[];
  lacks: string[];
}

const paragraphs = [
  'The reed cutters of Aldmoor went out again on Monday, nine weeks after the flood had carried off their boats and most of what had been stacked for the winter.',
  'They found the beds higher than anybody remembers. The water had left mud where there had been sand, and the reed has taken to it: some stalks stand three metres tall, and they are straight.',
  'Buyers had feared that roofs would have to wait until next year. Now the cutters expect to deliver by the end of the month, although two of their five boats are still being mended in the yard behind the mill.',
];

/** As it comes out of a browser: navigation around it, no date, no author. */
export const scraped: Sample = {
  key: 'scraped/reed.txt',
  body: [
    'skip to Main Content',
    '',
    'Reed cutters of Aldmoor are back on the water after the flood',
    '',
    'Reed cutters of Aldmoor are back on the water. Nine weeks after the flood the beds are higher than before, and the first roofs can be thatched by the end of the month',
    '',
    ...paragraphs.flatMap((paragraph) => [paragraph, '']),
    'Back To Top',
    '',
  ].join('\n'),
  title: 'Reed cutters of Aldmoor are back on the water after the flood',
  summary:
    'Reed cutters of Aldmoor are back on the water. Nine weeks after the flood the beds are higher than before, and the first roofs can be thatched by the end of the month',
  language: 'en',
  authors: [],
  feeds: ['languages/en/', 'sections/scraped/'],
  holds: paragraphs.map((paragraph) => `<p>${paragraph}</p>`),
  lacks: ['skip to', 'Back To Top'],
};

export const markdown: Sample = {
  key: 'werkstatt/glocke.md',
  body: `---
title: Die Glocke bekommt einen neuen Klöppel
date: 2026-02-11T09:15:00+01:00
author: Henrike Vaal
tags: [Handwerk, Glocken]
summary: Nach hundert Jahren schlägt die kleine Glocke wieder im Takt.
---

# Die Glocke bekommt einen neuen Klöppel

Der alte Klöppel war auf einer Seite so weit abgeschlagen, dass die Glocke **stotterte**. Der neue ist aus weichem
Eisen geschmiedet und wiegt elf Kilogramm.

- gegossen wurde die Glocke 1911
- geläutet wird sie zweimal am Tag

> Man hört den Unterschied noch auf der anderen Seite des Tals.
`,
  title: 'Die Glocke bekommt einen neuen Klöppel',
  summary: 'Nach hundert Jahren schlägt die kleine Glocke wieder im Takt.',
  language: 'de',
  published: '2026-02-11T08:15:00.000Z',
  authors: ['Henrike Vaal'],
  feeds: ['languages/de/', 'sections/werkstatt/', 'tags/handwerk/', 'tags/glocken/', 'authors/henrike-vaal/'],
  holds: ['<strong>stotterte</strong>', '<li>gegossen wurde die Glocke 1911</li>', '<blockquote>'],
  lacks: ['Henrike', '<h1'],
};

export const html: Sample = {
  key: 'bridges/chain.html',
  body: `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Why the chain bridge hums | The Test Tide</title>
<meta name="author" content="Idris Penhale">
<meta name="description" content="It is not the wind: it is the deck that sings.">
<meta name="keywords" content="bridges, sound">
<meta property="article:published_time" content="2026-01-05T06:00:00Z">
<meta property="article:modified_time" content="2026-01-07T18:30:00Z">
</head><body>
<nav><ul><li><a href="/">Front page</a></li><li><a href="/all">All bridges</a></li></ul></nav>
<main><article><h1>Why the chain bridge hums</h1>
<p>Whoever crosses the chain bridge on a still evening hears one note, a little below the A of an oboe. For years it was
put down to the wind in the cables, and nobody asked why it could be heard best when there was none.</p>
<p>The note comes from the deck. Its planks rest on iron ribs, one every forty centimetres, and a walker's step sets
them ringing one after the other, so that the whole bridge answers a hundred steps at once.</p>
<script>document.write('tracking')</script>
<p onclick="steal()">The <a href="https://museum.example/rooms/7?from=hum" style="color:red">town museum</a> has a rib to strike.</p>
</article></main>
<footer>Cookies and imprint</footer></body></html>
`,
  title: 'Why the chain bridge hums',
  summary: 'It is not the wind: it is the deck that sings.',
  language: 'en-GB',
  published: '2026-01-05T06:00:00.000Z',
  authors: ['Idris Penhale'],
  feeds: ['languages/en-gb/', 'sections/bridges/', 'tags/bridges/', 'tags/sound/', 'authors/idris-penhale/'],
  holds: ['<p>Whoever crosses the chain bridge', 'town museum</a> has a rib to strike.'],
  lacks: ['tracking', '<script', 'onclick', 'style=', 'Front page', 'imprint', '<h1'],
};
