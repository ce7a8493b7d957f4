import type { Row } from '../figure.ts';
import type { Outcome } from '../report.ts';
import { type Series, svgChart } from '../support/svg-chart.ts';
import { type ExtractorName, extractorNames } from './extractor.ts';

const colors: Readonly<Record<ExtractorName, string>> = {
  dropwire: '#0b5cad',
  readability: '#a3480b',
  'readability-sanitized': '#a3480b',
  defuddle: '#5b7a12',
  'article-extractor': '#7a2d8c',
};

/** Quality of the body against speed, a point for each extractor. */
export function qualitySpeedChart(
  results: ReadonlyMap<ExtractorName, { f1: number; pagesPerSecond: number }>,
): string {
  const all = [...results.values()];
  const floor = Math.floor(20 * Math.min(0.95, ...all.map(({ f1 }) => f1))) / 20;
  const ceiling = Math.ceil((1.2 * Math.max(...all.map(({ pagesPerSecond }) => pagesPerSecond))) / 20) * 20;
  const steps = [0, 1, 2, 3, 4];
  const series: Series[] = [...results].map(([name, { f1, pagesPerSecond }]) => ({
    label: name,
    color: colors[name],
    joined: false,
    points: [{ x: pagesPerSecond, y: f1, label: name }],
  }));
  return svgChart({
    title: 'Finding the article in a page',
    x: { title: 'pages per second of CPU time', marks: steps.map((step) => (ceiling * step) / 4) },
    y: {
      title: 'body F1',
      marks: steps.map((step) => Number((floor + ((1 - floor) * step) / 4).toFixed(4))),
    },
    series,
  });
}

/** The chart from the rows of the figure; undefined when that was not measured. */
export function qualitySpeedChartOf(outcomes: Outcome[]): string | undefined {
  const rows = outcomes.find(({ figure }) => figure.name === 'normalize')?.rows ?? [];
  const results = new Map<ExtractorName, { f1: number; pagesPerSecond: number }>();
  const rowOf = (what: string): Row | undefined => rows.find((row) => row.what === what);
  for (const name of extractorNames) {
    const speed = rowOf(`pages per CPU second, beside ${name}`);
    const quality = rowOf(`body F1, beside ${name}`);
    if (speed?.alternative === undefined || quality?.alternative === undefined) continue;
    results.set(name, { f1: quality.alternative, pagesPerSecond: speed.alternative });
    if (speed.ours !== undefined && quality.ours !== undefined) {
      results.set('dropwire', { f1: quality.ours, pagesPerSecond: speed.ours });
    }
  }
  return results.size === 0 ? undefined : qualitySpeedChart(results);
}
