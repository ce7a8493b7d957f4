/**
 * Lines of the page around an article, as they come along when text is copied or scraped. A line counts only as a
 * whole, so that a sentence with the same words stays.
 */
const anywhere = [
  /^(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search|footer)$/i,
  /^(?:back|return|scroll|go) to (?:the )?top$/i,
  /^(?:toggle|open|close|show|hide|main|primary)?\s*(?:navigation|menu|search|sidebar)(?: menu)?$/i,
  /^(?:advertisements?|advertising|sponsored(?: content)?|anzeige|publicité|publicidad|werbung|continue reading below)$/i,
  /^(?:share|tweet|pin|print|e-?mail|copy link|save|bookmark|comments?|like|follow us|reply)(?: (?:this|it|article|story|page|link))*$/i,
  /^(?:share|follow(?: us)?|tweet|post|send)(?: this)?(?: article| story)? (?:on|via|to|by|with) (?:facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|telegram|instagram|bluesky|mastodon|e-?mail)$/i,
  /^(?:facebook|twitter|linkedin|whatsapp|pinterest|reddit|telegram|instagram|youtube|flipboard)$/i,
  /^(?:log|sign) ?(?:in|out|up)(?: \/ (?:register|sign up))?$/i,
  /^(?:subscribe|register|donate)(?: (?:now|today|here|to our newsletter|for free))?$/i,
  /^(?:accept|reject|manage|allow)(?: all)? cookies$/i,
  /^(?:we use cookies|this (?:site|website) uses cookies)\b.{0,200}$/i,
  /^(?:home|startseite|accueil|inicio)(?: ?[>»›/|] ?[^.!?>»›/|]{1,40}){1,5}$/i,
  /^(?:previous|next|older|newer)(?: (?:article|post|story|page))?$/i,
  /^(?:copyright\b|©|\(c\) ?\d{4}).{0,120}$/i,
  /^all rights reserved\.?$/i,
  /^\d+ comments?$/i,
  /^(?:zum inhalt springen|zum seitenanfang|nach oben|aller au contenu(?: principal)?|retour en haut|haut de page|ir al contenido|volver arriba|vai al contenuto|torna su|ga naar inhoud|naar boven)$/i,
];

/** Single words that are links in a bar when several stand in lines above the title. */
const barWords =
  /^(?:home|news|sports?|business|politics|opinion|culture|world|local|video|videos|weather|lifestyle|entertainment|technology|tech|science|health|travel|about(?: us)?|contact(?: us)?|newsletters?|podcasts?|more|menu|search|login|account|jobs|shop|photos?|media|events|blog|archive|press|help|faq)$/i;

/** Whether a whole line belongs to the page and not to the article. */
export function isNavigation(line: string): boolean {
  if (line.length > 300) return false;
  const bare = line.replace(/^[\s[(<•*|»›-]+|[\s\])>|»›↑▲-]+$/g, '');
  return bare !== '' && anywhere.some((pattern) => pattern.test(bare));
}

/** How many lines at the start are a bar of links: three or more bar words in a row. */
export function barLength(lines: string[]): number {
  let length = 0;
  while (length < lines.length && barWords.test(lines[length]?.trim() ?? '')) length += 1;
  return length >= 3 ? length : 0;
}
