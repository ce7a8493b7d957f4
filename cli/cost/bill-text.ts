import type { BillLine, Month, Prices } from './bill.ts';

const dollars = (value: number) => value.toLocaleString('en', { style: 'currency', currency: 'USD' });
const amount = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });

/** The bill for people: a line for each thing, then the total and what one article costs. */
export function billText(
  month: Month,
  { region, asOf }: Pick<Prices, 'region' | 'asOf'>,
  lines: BillLine[],
): string {
  const total = lines.reduce((sum, line) => sum + line.dollars, 0);
  const rows = lines.map(
    (line) => [line.service, line.what, amount(line.amount), dollars(line.dollars)] as const,
  );
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const [first = 0, second = 0, third = 0, fourth = 0] = widths;
  const text = rows.map(([service, what, count, price]) =>
    [service.padEnd(first), what.padEnd(second), count.padStart(third), price.padStart(fourth)].join('  '),
  );
  return [
    `A month with ${amount(month.articles)} articles in ${month.feeds} feeds each and ${amount(month.reads)} reads, ${region}, list prices of ${asOf}:`,
    '',
    ...text,
    '',
    `Total ${dollars(total)}`,
    '',
  ].join('\n');
}
