import { collapse } from '../nodes.ts';

const bySign =
  /^(?:[-–—|•·*\s]*)(?:(?:article|story|words?|text|written|posted|published|contributed|created|reported|authored|report|penned|blog post|guest post|post) )?(?:by|von|por|par|di|door|av|autor(?:in)?|auteur|author)(?:\s*:\s*|\s+)/i;
const roleStart =
  /\s*(?:[|•·–—/]|\s-\s|\(|\[|(?<=\p{L})\s+(?:on|in|at|for)\s|\s(?:updated?|published|posted|last|modified|reviewed|edited|medically|fact)\b|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?\s+\d|\s\d|@|https?:|,\s*(?:m\.?d\.?|ph\.?\s?d\.?|senior|staff|chief|contribut\w+|editor\w*|writer|founder|co-founder|ceo|cto|cmo|director|manager|head|vp|vice|president|associate|assistant|reporter|correspondent|journalist|author|expert|specialist|professor|attorney|guest|content|marketing|product|special|freelance|registered|certified|licensed|board|of|the|and)\b|\s(?:senior|staff|contributing|content|marketing|associate|managing|deputy|executive|freelance|guest|lead)\s(?:\p{L}+\s)?(?:writer|editor|reporter|contributor|manager|strategist|marketer|author|coordinator|reviewer)\b|\s(?:writer|editor|reporter|contributor|author|correspondent|journalist|founder|co-founder|ceo|cto|coordinator|columnist|sponsored)\b).*$/iu;
const credentials =
  /,?\s+(?:(?:M\.?D|[Pp][Hh]\.?\s?[Dd]|M\.?S|B\.?A|M\.?A|R\.?D|R\.?N|D\.?D\.?S|D\.?M\.?D|D\.?V\.?M|J\.?D|M\.?B\.?A|D\.?O|Esq|CFP|CPA|CFA|FACP|FACLM|LCSW|RDN|MPH|CEPF|CPP|PSP)(?![\p{L}\d])\.?®?)(?=$|[,\s])/gu;
/** Letters behind a name that no list knows. */
const otherCredentials = /,\s*\p{Lu}[\p{Lu}.]{1,6}(?=\s*(?:$|[,|;&]|and\b))/gu;
const particles = new Set(
  'de del della der den van von la le da di dos du el al bin ibn y e zu ter ten af of the and'.split(' '),
);
const notNames =
  /\b(?:by|written|reviewed|edited|author|authors|team of|admin\w*|webmaster|home|about|read|more|share|follow|view|posts?|articles?|all|click|here|comments?|reply|subscribe|newsletter|contact|menu|search|login|sign|privacy|terms|cookies?|updated|published|minutes?|min|photo\w*|images?|getty|source|category|categories|tags?|blog|news|reviews?|guide|tips|how|what|why|when|best|top|our|your|you|we|us|this|that|with|from|share|copy|link|email|print|facebook|twitter|linkedin|instagram|unknown|anonymous|guest author|null|undefined|website|official|inc|llc|ltd|gmbh|corp|corporation|company|january|february|july|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/i;

/** Whether a line names who wrote the text: "By …", "Written by …". */
export function startsWithBy(text: string): boolean {
  return bySign.test(text.replace(' | ', ' '));
}

const authorLabel =
  /^\s*(?:(?:written|authored|posted|published) by|authors?|by|verfasst von|geschrieben von|autor(?:in|en)?|écrit par|auteur|rédigé par|escrito por|autora?|scritto da|autore|geschreven door|skriven av|skrevet af|skrevet av|kirjoittanut|napisane przez|автор|написано|yazan|kirim oleh|ditulis oleh|著者|作者|执笔)\s*:?\s*$/iu;

/** Whether a label says that a name behind it is the author's: "Written by". */
export const isAuthorLabel = (label: string): boolean => authorLabel.test(label);

/**
 * People's names in a byline: "By Ada Byron and Li Na, Senior Editor | 3 May 2024" gives both names.
 * Parts that don't look like names are left out; nothing is guessed.
 */
export function namesInByline(text: string): string[] {
  const whole = collapse(text)
    .replace(/^([^|]{0,40}\b(?:by|author|von|por|par)\b:?) \| /i, '$1 ')
    .replace(/ \| (and|&|,|und|et|y)\b/g, ' $1')
    .replace(/(\b(?:and|und|et|y)|&|,) \| /g, '$1 ');
  const line = whole
    .replace(bySign, '')
    .replace(roleStart, '')
    .replace(credentials, '')
    .replace(otherCredentials, '');
  const parts = line
    .split(/\s*(?:,|;|\s&\s|\s\+\s|\s+(?:and|und|et|y|og|en|with)\s+)\s*/i)
    .map(withoutCredentials);
  const names = parts.filter(isPersonName);
  // "Byron, Ada" or a list of anything else: one odd part spoils the line.
  return names.length === parts.filter((part) => part !== '').length
    ? names
    : names.slice(0, parts[0] === names[0] ? 1 : 0);
}

/** A name without titles behind it: "Ada Byron, Ph.D." and "Ada Byron MD" give Ada Byron. */
export function withoutCredentials(name: string): string {
  return collapse(name.replace(bySign, '').replace(credentials, '')).replace(/[\s,;:|–—-]+$/, '');
}

/** Whether a text can be a person's name: one to five words that begin with capitals. */
export function isPersonName(text: string): boolean {
  if (
    text.length < (/^\p{Script=Han}/u.test(text) ? 2 : 3) ||
    text.length > 50 ||
    /\.\p{L}{2,}/u.test(text) ||
    /[\d@:/|<>{}[\]!?#%$*"“”=+_]/.test(text) ||
    notNames.test(text)
  )
    return false;
  if (/^(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)\.?$/i.test(text))
    return false;
  const words = text.split(/\s+/);
  if (words.length > 5) return false;
  const capital = words.filter((word) => /^\p{Lu}/u.test(word) || /^['’(]?\p{Lu}/u.test(word));
  const others = words.filter((word) => !capital.includes(word));
  if (capital.length === 0 && !/^\p{Lo}/u.test(text)) return false;
  return others.every((word) => particles.has(word.toLowerCase()) || /^\p{Lo}/u.test(word));
}

/** Whether a stated author is what systems put where nobody is named: "admin", an address, a key in a template. */
export function isPlaceholder(name: string): boolean {
  return (
    /(?:^|[\s._-])(?:admin\w{0,3}|administrator|webmaster)$/i.test(name) ||
    /^(?:admin\w*|editor|author|user|guest|root|unknown|null|undefined|default|written by|posted by)$/i.test(
      name,
    ) ||
    /^\S+\.(?:com|org|net|io)(?:\/\S*)?$/i.test(name) ||
    /^\w+(?:\.\w+){2,}$/.test(name)
  );
}

/** Whether a stated author is an account rather than a name: "jdoe42", "site-team". */
export function isAccount(name: string): boolean {
  return !/\s/.test(name) && /[\d_.-]/.test(name) && name === name.toLowerCase();
}

/** Whether a stated author is one word in lower case, which may be a login. */
export function isHandle(name: string): boolean {
  return !/\s/.test(name) && name === name.toLowerCase();
}

/** Whether a stated author has a legal form: "Example Ltd." */
export function isCompany(name: string): boolean {
  return /[\s,](?:inc|llc|ltd|gmbh|pc|pllc|llp|corp|co|ag|s\.?a|plc|pty|b\.?v|s\.?r\.?l)\.?$/i.test(name);
}
