/** One line or cloud of points of a chart. */
export interface Series {
  label: string;
  color: string;
  points: { x: number; y: number; label?: string }[];
  /** Points are joined unless this says otherwise. */
  joined?: boolean;
}

export interface Axis {
  title: string;
  /** Where the axis has marks; the first and last are its ends. */
  marks: number[];
  logarithmic?: boolean;
}

export interface Chart {
  title: string;
  x: Axis;
  y: Axis;
  series: Series[];
}

const width = 720;
const height = 400;
const margin = { left: 70, right: 150, top: 50, bottom: 55 };

/** Draws a chart as SVG, readable on a light and on a dark page: it brings its own background. Pure. */
export function svgChart({ title, x, y, series }: Chart): string {
  const toX = scale(x, margin.left, width - margin.right);
  const toY = scale(y, height - margin.bottom, margin.top);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img" aria-label="${escapeXml(title)}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(margin.left, 26, title, 'font-size="16" font-weight="bold"'),
    ...x.marks.map((mark) =>
      text(toX(mark), height - margin.bottom + 20, short(mark), 'text-anchor="middle"'),
    ),
    ...y.marks.flatMap((mark) => [
      `<path d="M${margin.left} ${round(toY(mark))}H${width - margin.right}" stroke="#ddd"/>`,
      text(margin.left - 8, toY(mark) + 4, short(mark), 'text-anchor="end"'),
    ]),
    text((margin.left + width - margin.right) / 2, height - 14, x.title, 'text-anchor="middle"'),
    `<g transform="translate(18 ${height / 2}) rotate(-90)">${text(0, 0, y.title, 'text-anchor="middle"')}</g>`,
    ...series.flatMap((each) => draw(each, toX, toY)),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

type Scale = (value: number) => number;

function scale({ marks, logarithmic = false }: Axis, from: number, to: number): Scale {
  const position = logarithmic ? Math.log : (value: number) => value;
  const low = position(marks[0] ?? 1);
  const high = position(marks.at(-1) ?? 1);
  return (value) => from + ((position(value) - low) / (high - low)) * (to - from);
}

function draw({ label, color, points, joined = true }: Series, toX: Scale, toY: Scale): string[] {
  const places = points.map(({ x, y }) => `${round(toX(x))} ${round(toY(y))}`);
  const last = points.at(-1);
  const line = joined
    ? [`<path d="M${places.join('L')}" fill="none" stroke="${color}" stroke-width="2"/>`]
    : [];
  const dots = points.map(
    ({ x, y }) => `<circle cx="${round(toX(x))}" cy="${round(toY(y))}" r="4" fill="${color}"/>`,
  );
  const names = points.flatMap((point) =>
    point.label ? [text(toX(point.x) + 7, toY(point.y) - 6, point.label, `fill="${color}"`)] : [],
  );
  const title = last && joined ? [text(toX(last.x) + 9, toY(last.y) + 4, label, `fill="${color}"`)] : [];
  return [...line, ...dots, ...names, ...title];
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escapeXml(content)}</text>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function short(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`;
  return value >= 1000 ? `${value / 1000},000` : String(value);
}

const escapeXml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
