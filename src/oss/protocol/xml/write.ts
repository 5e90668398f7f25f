/** XML bodies. No namespaces anywhere: two SDKs look elements up by namespace and would find nothing. */
import { XMLBuilder } from 'fast-xml-parser';
import { isXmlCharacter } from './characters.ts';

/** Content of an element: text, an element with children in order, or a repeated element. */
export type XmlValue = string | number | boolean | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined;
}

/**
 * A whole document as text, prolog included. Undefined values are left out. XML 1.0 has no way to write most control characters,
 * not even by references, over which most readers stumble (section 2.2): they become U+FFFD. `encoding-type=url` names
 * such keys.
 */
export function writeXml(root: string, content: XmlElement): string {
  const builder = new XMLBuilder({ processEntities: false, suppressEmptyNode: false });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: printable(content) })}`;
}

function printable(value: XmlValue): unknown {
  if (Array.isArray(value)) return value.map(printable);
  if (typeof value === 'object') {
    const present = Object.entries(value).filter(([, child]) => child !== undefined);
    return Object.fromEntries(present.map(([name, child]) => [name, printable(child as XmlValue)]));
  }
  return typeof value === 'string' ? Array.from(value, escape).join('') : value;
}

/** What text must escape and no more: people search messages for `cut's position`, as the vendor writes it. */
function escape(character: string): string {
  return ESCAPED[character] ?? (isXmlCharacter(character) ? character : '\uFFFD');
}

/** A carriage return would be read as a line feed (section 2.11). */
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xd;' };
