import { once } from '../../once.ts';
import * as z from '../../zod.ts';
import { contrast } from './contrast.ts';
import { defaultPalettes, type Palette, type Scheme, schemes } from './palette.ts';

const colour = () =>
  z.optional(
    z
      .string()
      .check(
        z.regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i, { error: 'is not a colour such as #8f3413', abort: true }),
      ),
  );

const paletteSchema = () =>
  z.strictObject({
    /** Behind everything. */
    paper: colour(),
    /** Text. */
    ink: colour(),
    /** Dates, names, standfirsts. */
    muted: colour(),
    /** Rules between entries. */
    line: colour(),
    /** Sections, underlines of links, the keyboard’s focus. */
    accent: colour(),
    /** Behind code and other boxes. */
    wash: colour(),
  });

/** Names of installed fonts and generic families: nothing that could end the declaration or load a font. */
const fonts = () =>
  z.optional(
    z
      .string()
      .check(
        z.maxLength(300),
        z.regex(
          /^(?:'[\p{L}\p{N} -]+'|[\p{L}\p{N}_-]+)(?: *, *(?:'[\p{L}\p{N} -]+'|[\p{L}\p{N}_-]+))*$/u,
          "is not a list of fonts such as: 'Source Serif 4', Georgia, serif",
        ),
      ),
  );

const variableName = () =>
  z.string().check(z.regex(/^--[a-z][a-z0-9-]{0,60}$/, 'is not a name such as --column-gap'));

/** Values of CSS that can neither end the declaration or the style, nor load anything. */
const variableValue = () =>
  z.string().check(
    z.maxLength(200),
    z.regex(/^[\p{L}\p{N} #%.,()'"+*/-]+$/u, {
      error: 'holds more than a plain CSS value may hold',
      abort: true,
    }),
    z.refine(isClosed, 'leaves a bracket or a quote open'),
    z.refine(
      (value) => !/\/\*|(?:url|src|image|image-set|element|expression)\s*\(/i.test(value),
      'loads something, or holds a comment',
    ),
  );

function isClosed(value: string): boolean {
  const rest = value.replace(/'[^']*'|"[^"]*"/g, '');
  let open = 0;
  for (const letter of rest) {
    if (letter === '(') open += 1;
    if (letter === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0 && !/['"]/.test(rest);
}

/** A picture that pages may show: on this site, on another over https, or within the address itself. */
const pictureAddress = () =>
  z
    .string()
    .check(
      z.maxLength(1500),
      z.regex(
        /^(?:https:\/\/[^\s"'<>]+|\/[^\s"'<>/][^\s"'<>]*|data:image\/(?:svg\+xml|png|webp|gif|jpeg)[;,][^\s"'<>]*)$/,
        'is no address of a picture: https://…, /media/… or data:image/…',
      ),
    );

const linkAddress = () =>
  z
    .string()
    .check(
      z.regex(
        /^(?:https?:\/\/[^\s"'<>]+|mailto:[^\s"'<>]+|\/(?!\/)[^\s"'<>]*)$/,
        'is no address: https://…, mailto:… or /…',
      ),
    );

/**
 * How a site looks: `theme` in its settings. All of it may be left out; it is made for those who have one, because that
 * takes a cold start longer than all the other settings.
 */
export const themeSchema = once(() =>
  z
    .strictObject({
      /** Colours for light screens. */
      light: z.optional(paletteSchema()),
      /** Colours for dark screens. */
      dark: z.optional(paletteSchema()),
      /** Fonts that readers have installed; none is ever loaded. */
      fonts: z.optional(
        z.strictObject({
          /** Titles and text. */
          text: fonts(),
          /** Dates, names, navigation. */
          interface: fonts(),
          /** Code. */
          code: fonts(),
        }),
      ),
      /** Stands for the site’s name at the top of every page. */
      logo: z.optional(
        z.strictObject({
          url: pictureAddress(),
          /** CSS pixels. */
          width: z.int().check(z.gte(1), z.lte(600)),
          /** CSS pixels. */
          height: z.int().check(z.gte(1), z.lte(200)),
        }),
      ),
      /** What browsers show on the tab. */
      icon: z.optional(pictureAddress()),
      /** Stands at the end of every page. */
      footer: z.optional(
        z
          .array(
            z.strictObject({
              text: z.string().check(z.minLength(1), z.maxLength(300)),
              url: z.optional(linkAddress()),
            }),
          )
          .check(z.maxLength(12)),
      ),
      /** Custom properties for templates of your own. */
      variables: z.optional(z.record(variableName(), variableValue())),
    })
    .check(
      z.superRefine((theme, context) => {
        for (const scheme of schemes) {
          for (const { path, message } of lowContrasts(scheme, theme[scheme] ?? {})) {
            context.addIssue({ code: 'custom', path: [scheme, path], message });
          }
        }
        for (const name of Object.keys(theme.variables ?? {})) {
          if (ownVariables.has(name)) {
            context.addIssue({
              code: 'custom',
              path: ['variables', name],
              message: 'is set by light, dark or fonts',
            });
          }
        }
      }),
    ),
);

export type Theme = z.infer<ReturnType<typeof themeSchema>>;

/** Custom properties of the style itself. */
const ownVariables = new Set([
  ...Object.keys(defaultPalettes.light).map((name) => `--${name}`),
  '--serif',
  '--sans',
  '--mono',
]);

/** What text needs to be read (WCAG 2.2, success criterion 1.4.3, level AA). */
const readable = 4.5;

function lowContrasts(scheme: Scheme, given: Partial<Palette>): { path: string; message: string }[] {
  const palette = { ...defaultPalettes[scheme], ...defined(given) };
  const faults: { path: string; message: string }[] = [];
  for (const front of ['ink', 'muted', 'accent'] as const) {
    for (const back of ['paper', 'wash'] as const) {
      const ratio = contrast(palette[front], palette[back]);
      if (ratio >= readable) continue;
      const path = given[front] === undefined ? back : front;
      const message = `${front} ${palette[front]} on ${back} ${palette[back]} has a contrast of ${ratio.toFixed(1)} in the ${scheme} scheme; text needs ${readable}`;
      faults.push({ path, message });
    }
  }
  return faults;
}

const defined = (palette: Partial<Palette>): Partial<Palette> =>
  Object.fromEntries(Object.entries(palette).filter(([, value]) => value !== undefined));
