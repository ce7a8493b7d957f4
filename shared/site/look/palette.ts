/** The colours that the style is made of; CSS custom properties of the same names. Six-digit hexadecimal. */
export interface Palette {
  /** Behind everything. */
  paper: string;
  ink: string;
  /** Dates, names, summaries. */
  muted: string;
  /** Rules between entries; decoration only. */
  line: string;
  /** Sections, underlines of links, the keyboard's focus. */
  accent: string;
  /** Behind code and other boxes. */
  wash: string;
}

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** The colours of a site that states none. */
export const defaultPalettes: Readonly<Record<Scheme, Readonly<Palette>>> = {
  light: {
    paper: '#fdfcfa',
    ink: '#211f1c',
    muted: '#665f57',
    line: '#e3ddd4',
    accent: '#8f3413',
    wash: '#f5f1ea',
  },
  dark: {
    paper: '#17181a',
    ink: '#e4e0d9',
    muted: '#a9a299',
    line: '#36383c',
    accent: '#f0a882',
    wash: '#212327',
  },
};

/** `--paper: #fdfcfa; …` for the colours that are given. */
export const colourProperties = (palette: Partial<Palette>): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
