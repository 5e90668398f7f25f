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
 * not even by references, over which most readers stumble (section 2.2): they become U+FFFD.
 */
export function writeXml(root: string, content: XmlElement): string {
  return write(root, content, () => '\uFFFD');
}

/**
 * The same of a list of keys. As with the vendor, such characters stand in it as they are: without them nobody could ask for the
 * object. A reader that stumbles over them, or over references to them, asks for `encoding-type=url`.
 */
export function writeKeysXml(root: string, content: XmlElement): string {
  return write(root, content, (character) => character);
}

/** How a character is written that XML cannot hold. */
type Replace = (character: string) => string;

function write(root: string, content: XmlElement, replace: Replace): string {
  const builder = new XMLBuilder({ processEntities: false, suppressEmptyNode: false });
  const printed = builder.build({ [root]: printable(content, replace) });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printed}`;
}

function printable(value: XmlValue, replace: Replace): unknown {
  if (Array.isArray(value)) return value.map((one: XmlValue) => printable(one, replace));
  if (typeof value === 'object') {
    const present = Object.entries(value).filter(([, child]) => child !== undefined);
    return Object.fromEntries(present.map(([name, child]) => [name, printable(child as XmlValue, replace)]));
  }
  return typeof value === 'string' ? Array.from(value, (one) => escape(one, replace)).join('') : value;
}

/** What text must escape and no more: people search messages for `cut's position`, as the vendor writes it. */
function escape(character: string, replace: Replace): string {
  return ESCAPED[character] ?? (isXmlCharacter(character) ? character : replace(character));
}

/** A carriage return would be read as a line feed (section 2.11). */
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xd;' };
