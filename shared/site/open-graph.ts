import { cleanLine } from '../feeds/plain-text.ts';
import { type Html, html } from './html.ts';

/** What shared links show: the Open Graph protocol (ogp.me). */
export interface OpenGraph {
  type: 'website' | 'article';
  title: string;
  description: string;
  url: string;
  siteName: string;
  /** BCP 47. */
  language: string;
  image?: { url: string; width?: number; height?: number; alt?: string };
  published?: string;
  updated?: string;
  section?: string;
  tags?: string[];
}

/** Open Graph as meta elements, one a line. */
export function openGraph(graph: OpenGraph): Html[] {
  const { image } = graph;
  const properties: [string, string | number | undefined][] = [
    ['og:type', graph.type],
    ['og:title', graph.title],
    ['og:description', graph.description],
    ['og:url', graph.url],
    ['og:site_name', cleanLine(graph.siteName)],
    ['og:locale', graph.language.replaceAll('-', '_')],
    ['og:image', image?.url],
    ['og:image:width', image?.width],
    ['og:image:height', image?.height],
    ['og:image:alt', image?.alt],
    ['article:published_time', graph.published],
    ['article:modified_time', graph.updated],
    ['article:section', graph.section],
    ...(graph.tags ?? []).map((tag): [string, string] => ['article:tag', tag]),
  ];
  return properties.flatMap(([property, content]) =>
    content === undefined || content === ''
      ? []
      : [html`<meta property="${property}" content="${content}">\n`],
  );
}
