/** Longer lists are cut: a page offers a picture in a dozen sizes, not in thousands. */
const maxLength = 20_000;

/**
 * The address of the largest picture that a `srcset` offers (WHATWG HTML, "Parse a srcset attribute"):
 * the widest, else the densest, else the first.
 */
export function bestOfSrcset(srcset: string): string | undefined {
  let best: { url: string; size: number } | undefined;
  for (const candidate of candidates(srcset.slice(0, maxLength))) {
    if (best === undefined || candidate.size > best.size) best = candidate;
  }
  return best?.url;
}

/** A URL ends at white space (it may hold commas); its descriptor ends at a comma. */
function* candidates(srcset: string): Generator<{ url: string; size: number }> {
  let rest = srcset;
  while (rest !== '') {
    rest = rest.replace(/^[\s,]+/, '');
    const [written = ''] = /^\S*/.exec(rest) ?? [];
    rest = rest.slice(written.length);
    const url = written.replace(/(?<!,),+$/, '');
    let descriptor = '';
    if (url === written) {
      [descriptor = ''] = /^[^,]*/.exec(rest) ?? [];
      rest = rest.slice(descriptor.length);
    }
    if (url !== '') yield { url, size: sizeOf(descriptor) };
  }
}

/** A width in pixels outweighs any density: a list uses one kind or the other. */
function sizeOf(descriptor: string): number {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)([wx])/.exec(descriptor) ?? [];
  return number === undefined ? 1 : Number(number) * (unit === 'w' ? 1000 : 1);
}
