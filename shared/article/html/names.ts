const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Elements that hold no children and have no end tag (HTML, 13.1.2). */
export const voidNames = set('area base br col embed hr img input link meta param source track wbr');

/** Elements that start a line of their own in reading. */
export const blockNames = set(
  'address article aside audio blockquote body caption center dd details dialog div dl dt fieldset figcaption figure ' +
    'footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main menu nav ol option p pre search section select ' +
    'summary table tbody td tfoot th thead tr ul video',
);

export const headingNames = set('h1 h2 h3 h4 h5 h6');

/** Elements whose start tag ends an open paragraph (HTML, 13.2.6.4.7). */
export const paragraphEnders = set(
  'address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 ' +
    'h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp',
);

/** Inline formatting, which authors misnest: its end tag must never end a block. */
export const formattingNames = set('a b big code em font i nobr s small strike strong tt u');

/** The "special" category (HTML, 13.2.4.2) less what a tree of a body never holds: end tags of others don't cross them. */
export const specialNames = set(
  'address applet article aside blockquote body button caption center col colgroup dd details dir div dl dt embed fieldset ' +
    'figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr iframe img input li listing main ' +
    'marquee menu nav object ol p param plaintext pre search section select source summary table tbody td template ' +
    'textarea tfoot th thead tr track ul wbr xmp',
);

/** Elements that end tags and implied end tags don't reach beyond ("in scope", HTML 13.2.4.2). */
export const scopeNames = set('applet body caption marquee object table td template th foreignobject');
