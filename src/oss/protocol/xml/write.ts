/** XML bodies. No namespaces anywhere: two SDKs look elements up by namespace and would find nothing. */
import { XMLBuilder } from 'fast-xml-parser';
import { isXmlCharacter } from './characters.ts';

/** Content of an element: text, an element with children in order, or a repeated element. */
export type XmlValue = string | number | boolean | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined;
}

/** A whole document as text, prolog included. Undefined values are left out. */
export function writeXml(root: string, content: XmlElement): string {
  const builder = new XMLBuilder({ processEntities: false, suppressEmptyNode: false });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: printable(content) })}`;
}

/** XML 1.0 has no way to write most control characters, not even escaped (section 2.2): they become U+FFFD. */
function printable(value: XmlValue): unknown {
  if (Array.isArray(value)) return value.map(printable);
  if (typeof value === 'object') {
    const present = Object.entries(value).filter(([, child]) => child !== undefined);
    return Object.fromEntries(present.map(([name, child]) => [name, printable(child as XmlValue)]));
  }
  return typeof value === 'string' ? escape(sanitise(value)) : value;
}

function sanitise(text: string): string {
  return Array.from(text, (character) => (isXmlCharacter(character) ? character : '\uFFFD')).join('');
}

/** What text must escape and no more: people search messages for `cut's position`, as the vendor writes it. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
