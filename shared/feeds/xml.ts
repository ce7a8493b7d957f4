/** Attributes of an element; those without a value are left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** Text as XML character data. `>` too, because `]]>` is not allowed there (XML 1.0, section 2.4). */
export function xmlText(text: string): string {
  if (!/[&<>\r]/.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** Text as an attribute value in double quotes; white space as references, or parsers make spaces of it (section 3.3.3). */
export function xmlAttribute(text: string): string {
  if (!/[&<>"\s]/.test(text)) return text;
  return xmlText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** An element on a line of its own. @param content XML, already escaped; absent: an empty element */
export function element(name: string, attributes: XmlAttributes, content?: string): string {
  const tag = name + attributeList(attributes);
  return content === undefined ? `<${tag}/>\n` : `<${tag}>${content}</${name}>\n`;
}

/** ` name="value"` for each attribute that has a value. */
export function attributeList(attributes: XmlAttributes): string {
  let list = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) list += ` ${name}="${xmlAttribute(String(value))}"`;
  }
  return list;
}

/**
 * HTML source as a CDATA section: shorter than escaping, and easier on people who look at a feed.
 * `]]>` would end the section; HTML says the same with a reference for the last of the three.
 */
export function htmlSection(html: string): string {
  return `<![CDATA[${html.replaceAll(']]>', ']]&gt;')}]]>`;
}
