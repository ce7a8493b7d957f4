/**
 * Ways in which a short text shows that it speaks for the site rather than for the article. Each is weighed with other
 * evidence, none decides alone. All are linear in the length of the text: no nested or adjacent unbounded repeats.
 * These begin with a word, wherever it stands.
 */
const wordSigns: Readonly<Record<string, RegExp>> = {
  newsletter: /\b(?:sign(?:ing)? up|subscrib\w+|newsletter|mailing list|inbox|unsubscribe)\b/i,
  follow:
    /\b(?:(?:follow|join|find|like|connect with) (?:us|me|him|her|them|along)|facebook|instagram|linkedin|pinterest|tiktok|twitter|youtube channel)\b/i,
  affiliate: /\b(?:affiliate|commission|compensat\w+|sponsored|paid partnership|advertis\w+)\b/i,
  disclaimer:
    /\b(?:disclaimer|disclosure|informational purposes|not (?:intended|a substitute|constitute|be construed)|professional advice|legal advice|financial advice|medical advice)\b/i,
  clickHere: /\b(?:click|tap|check out|visit|download|grab|get) (?:here|this|our|my|your free)\b/i,
  contact:
    /\b(?:contact (?:us|me|our)|call (?:us|today|now)|get in touch|reach out|email (?:us|me)|schedule a|book a|request a|free (?:consultation|quote|trial|demo|estimate)|get started|learn how|our team|our experts|let us)\b/i,
  comment: /\b(?:comments?|leave a reply|let (?:me|us) know|share your)\b/i,
  biography:
    /\b(?:is|was|has been) (?:a|an|the|our) (?:\S+ ){0,6}(?:writer|author|editor|journalist|reporter|contributor|founder|co-founder|ceo|owner|president|head|blogger|professor|expert|specialist|consultant|strategist|correspondent|freelance\w*|columnist|manager|director|producer|physician|attorney|lawyer|dietitian|coach)\b/i,
  career:
    /\b(?:specializ\w+ in|years of experience|holds an? |graduated|lives in|(?:her|his|their) (?:work|writing)|has (?:written|worked|been writing|over \d+)|passionate about|when (?:she|he)(?:['’]s| is) not)\b/i,
  originally:
    /\b(?:(?:originally|first) (?:published|appeared|posted)|this (?:article|post|story|piece|blog|content|page) (?:was|is|has|may|contains?|originally|first)|reprinted|republished)\b/i,
  greeting:
    /\b(?:thank(?:s| you) for (?:reading|visiting|listening|your)|happy \w+ing|stay tuned|until next time|xoxo|see you)\b/i,
  readTime: /\b\d{1,3}[ -]?min(?:ute)?s?\.?(?: read| to read)?\b.{0,12}$|^(?:reading time|time to read)/i,
};

/** Those that stand at the start of the text, or need not begin with a word. */
const otherSigns: Readonly<Record<string, RegExp>> = {
  share: /^(?:share|tweet|pin it|print|save|email|copy link|facebook|twitter|whatsapp|linkedin|reddit)\b/i,
  copyright:
    /©|\ball rights reserved\b|\bcopyright\b|\bterms of (?:use|service)\b|\bprivacy policy\b|\bcookies?\b/i,
  readMore:
    /^(?:\W{0,3})(?:read|see|learn|find|discover|watch|listen|view|also|next|previous|prev|more|related|recommended|continue|explore|browse|shop|buy)\b/i,
  labelled:
    /^(?:\W{0,3})(?:read more|read also|also read|see also|related|learn more|more info\w*|more on this|recommended(?: reading| for you)?|you (?:may|might) (?:also )?(?:like|enjoy)|further reading|source|sources|tags?|categor(?:y|ies)|topics?|filed under|posted in|keywords?|loading|please wait)\s{0,3}(?:[:|>»→-]|$)/i,
  credit:
    /^(?:\W{0,3})(?:photos?|photographs?|images?|pictures?|illustration|credit|courtesy|video|getty|above|pictured|shutterstock|unsplash|graphic|source)\b/i,
  byline:
    /^(?:\W{0,3})(?:by|written by|reviewed by|medically reviewed|edited by|fact[- ]checked|posted by|posted on|published|last updated|updated|author|words by|story by|contributed by)\b|^(?:\W{0,3})(?:von|par|por|di|av|door) \p{Lu}/iu,
  date: /^(?:\W{0,3})(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? \d{4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})/i,
  editorNote: /^(?:\W{0,3})(?:editor['’]?s?['’]? note|note:|update:|correction:|updated?:)/i,
  address: /https?:\/\/|www\.|\S@\S+\.\w/,
  reference: /^(?:\[?\d{1,3}[\].):]|\^|↩)|\b(?:doi|et al\.|retrieved|accessed|vol\.|pp\.|isbn|pubmed)\b|↩/i,
};

const textSigns = { ...wordSigns, ...otherSigns };

/** Whether a text shows any of the former, looked for at each word once. Most texts show none. */
const anyWordSign = new RegExp(
  `\\b(?:${Object.values(wordSigns)
    .map(({ source }) => source.replace(/^\\b/, ''))
    .join('|')})`,
  'i',
);

/** Headings over what is not the article. */
const closingHeading =
  /^(?:\W{0,3})(?:(?:related|recommended|more|latest|recent|popular|featured|similar|further|other|trending|suggested|top|explore|our|additional|helpful|useful)\s(?:[\w&'’]+\s){0,2}(?:articles?|posts?|stories|readings?|content|news|resources?|reads|topics|links|guides|blogs?|coverage|pages|insights|products?|videos|episodes|questions|information|searches|publications|categories)|you (?:may|might) (?:also )?(?:like|enjoy|be interested).{0,30}|you['’]ll also like.{0,20}|more (?:from|on|in|like|about|to|by)\b.{0,60}|read (?:more|next|also)|keep (?:reading|exploring)|continue reading|what to read next|up next|next up|see also|related|recommended(?: for you)?|also (?:read|on|in)\b.{0,40}|don['’]t miss.{0,20})\W{0,3}$/i;

const bioHeading =
  /^(?:\W{0,3})(?:about (?:the )?(?:authors?|writer|contributors?|us|me|company)|about [A-Z][\w.]+(?: [A-Z][\w.]+){0,4}|(?:meet )?(?:the )?authors?(?: bio(?:graphy)?)?|written by\b.{0,40}|contributors?|our (?:experts?|team))\W{0,3}$/;

const sourceHeading =
  /^(?:\W{0,3})(?:(?:article |our |key )?(?:sources?|references?|citations?|footnotes?|endnotes?|notes)|works cited|bibliography|(?:sources?|references?) (?:and|&) \w+|reference list|literature cited)\W{0,3}$/i;

const serviceHeading =
  /^(?:\W{0,3})(?:share\b.{0,40}|(?:\d+ )?comments?(?: \(\d+\))?|leave a (?:comment|reply)|join the (?:conversation|discussion)|(?:post a|add a|your) comment|tags|categories|topics|subscribe\b.{0,60}|sign up\b.{0,60}|(?:join|get) (?:our|the|my)\b.{0,60}|newsletter|stay (?:connected|updated|in touch|informed)\b.{0,30}|follow (?:us|me)\b.{0,40}|get in touch\b.{0,30}|contact(?: us)?\b.{0,30}|post navigation|advertisement|disclaimer|disclosures?|legal\b.{0,20}|ready to\b.{0,60}|get started\b.{0,40}|start your\b.{0,40}|need (?:help|more)\b.{0,40}|looking for\b.{0,60}|download\b.{0,60}|shop\b.{0,60}|how (?:we|our|\w+) can help\b.{0,30}|why (?:trust|choose)\b.{0,40}|(?:acknowledge?ments?|funding|conflicts? of interest|author contributions|data availability)\b.{0,20})\W{0,3}$/i;

const contentsHeading =
  /^(?:\W{0,3})(?:table of contents?|contents|in this (?:article|post|guide|story|blog|section)|on this page|jump to\b.{0,30}|what['’]s (?:inside|in this)\b.{0,30}|quick (?:links|navigation)|overview|article contents)\W{0,3}$/i;

/** Names of the signs that a text shows. */
export function signsIn(text: string): string[] {
  const candidates = anyWordSign.test(text) ? textSigns : otherSigns;
  return Object.keys(candidates).filter((name) => candidates[name]?.test(text));
}

const sections: readonly (readonly [string, RegExp])[] = [
  ['closing', closingHeading],
  ['biography', bioHeading],
  ['sources', sourceHeading],
  ['contents', contentsHeading],
  ['service', serviceHeading],
];

/** What a heading opens, if it is not the article's own matter: closing, biography, sources, contents, service; or ''. */
export function sectionKind(heading: string): string {
  if (heading.length > 120) return '';
  return sections.find(([, pattern]) => pattern.test(heading))?.[0] ?? '';
}
