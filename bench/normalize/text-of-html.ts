import { Parser } from 'htmlparser2';

/** Elements that stand within a line; all others end it. */
const inline = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q ruby rt rp s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const silent = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'title', 'head']);

/** What a reader sees of markup: its text, a line for each block. The same for every extractor. */
export function textOfHtml(html: string): string {
  let text = '';
  let hidden = 0;
  const parser = new Parser({
    ontext: (data) => {
      if (hidden === 0) text += data.replace(/\s+/g, ' ');
    },
    onopentag: (name) => {
      if (silent.has(name)) hidden += 1;
      else if (!inline.has(name)) text += '\n';
    },
    onclosetag: (name) => {
      if (silent.has(name)) hidden -= 1;
      else if (!inline.has(name)) text += '\n';
    },
  });
  parser.end(html);
  return text.replace(/ *\n[ \n]*/g, '\n').trim();
}
