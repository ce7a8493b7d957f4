import { webAddress } from './addresses.ts';
import { type Attributes, rewriteHtml } from './html-rewriter.ts';
import { cleanText } from './plain-text.ts';

/** Attributes that hold one address each. `srcset` is treated apart. */
const addressAttributes = new Set(['href', 'src', 'poster', 'cite', 'longdesc', 'data']);
const otherSchemes = /^(?:mailto|tel|sms|geo|xmpp):/i;
const embedded = /^data:image\/(?:png|gif|jpeg|webp|avif);base64,/i;

/** Elements that show nothing once their source is gone. */
const needsSource = new Set(['img', 'video', 'audio', 'source', 'track', 'iframe']);

/** At an equals sign: an attribute that may hold something else than an absolute web address in double quotes. */
const doubtful = /(?<=srcset\s*)=|(?<=(?:href|src|poster|cite|longdesc|data)\s*)=(?!"https?:\/\/[!#-~]*")/iy;

/**
 * An article's body as it stands outside of its page: every address absolute and percent-encoded, those that can't be
 * (an upload that never arrived) dropped, with the image that needs them.
 * @param html sanitized fragment @param base the article's page
 */
export function absoluteBody(html: string, base: string): string {
  const clean = cleanText(html);
  return isDoubtful(clean) ? rewrite(clean, base) : clean;
}

/** From equals sign to equals sign, which is twenty times as fast as to let the pattern look for them. */
function isDoubtful(html: string): boolean {
  for (let at = html.indexOf('='); at >= 0; at = html.indexOf('=', at + 1)) {
    doubtful.lastIndex = at;
    if (doubtful.test(html)) return true;
  }
  return false;
}

function rewrite(html: string, base: string): string {
  return rewriteHtml(html, (name, attributes) => {
    const kept = absoluteAttributes(attributes, base);
    const lostItsSource = needsSource.has(name) && kept.src === undefined && attributes.src !== undefined;
    return lostItsSource ? undefined : kept;
  });
}

function absoluteAttributes(attributes: Attributes, base: string): Attributes {
  const kept: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    const address = addressAttributes.has(name)
      ? bodyAddress(value, base)
      : name === 'srcset'
        ? absoluteSourceSet(value, base)
        : value;
    if (address !== undefined) kept[name] = address;
  }
  return kept;
}

const bodyAddress = (value: string, base: string): string | undefined =>
  otherSchemes.test(value) || embedded.test(value) ? value : webAddress(value, base);

/** `srcset` holds addresses with a width or density each, parted by commas (HTML, "srcset attributes"). */
function absoluteSourceSet(value: string, base: string): string | undefined {
  const candidates = value
    .split(/,\s+/)
    .map((candidate) => candidate.trim().split(/\s+/))
    .flatMap(([address = '', ...descriptor]) => {
      const absolute = webAddress(address.replace(/,$/, ''), base);
      return absolute === undefined ? [] : [[absolute, ...descriptor].join(' ')];
    });
  return candidates.length === 0 ? undefined : candidates.join(', ');
}
