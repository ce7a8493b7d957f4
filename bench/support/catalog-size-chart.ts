import type { Outcome } from '../report.ts';
import { svgChart } from './svg-chart.ts';

/** Requests per published article by the size of the catalog; undefined when that was not measured. */
export function catalogSizeChart(outcomes: Outcome[]): string | undefined {
  const rows = outcomes.find(({ figure }) => figure.name === 'catalog-size')?.rows ?? [];
  const points = rows.flatMap(({ what, ours }) => {
    const [, entries] = /^publish one into ([\d,]+)$/.exec(what) ?? [];
    return entries === undefined || ours === undefined
      ? []
      : [{ x: Number(entries.replaceAll(',', '')), y: ours }];
  });
  const smallest = rows.find(({ what }) => what.startsWith('publish one'))?.alternative;
  if (points.length === 0 || smallest === undefined) return undefined;
  const all = [{ x: 100, y: smallest }, ...points];
  const ceiling = Math.ceil((1.25 * Math.max(...all.map(({ y }) => y))) / 10) * 10;
  return svgChart({
    title: 'What publishing one article costs',
    x: { title: 'entries in the feed', marks: [100, 1000, 10_000, 100_000, 1_000_000], logarithmic: true },
    y: { title: 'requests', marks: [0, ceiling / 4, ceiling / 2, (ceiling * 3) / 4, ceiling] },
    series: [{ label: 'requests', color: '#0b5cad', points: all }],
  });
}
