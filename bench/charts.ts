import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { qualitySpeedChartOf } from './normalize/quality-speed-chart.ts';
import type { Outcome } from './report.ts';
import { catalogSizeChart } from './support/catalog-size-chart.ts';

/** Writes every chart whose figures were measured. @param folder is made when it isn't there */
export async function writeCharts(folder: string, outcomes: Outcome[]): Promise<void> {
  const charts = {
    'cost-by-catalog-size.svg': catalogSizeChart(outcomes),
    'normalize-quality-speed.svg': qualitySpeedChartOf(outcomes),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, svg] of Object.entries(charts)) {
    if (svg !== undefined) await writeFile(join(folder, name), svg);
  }
}
