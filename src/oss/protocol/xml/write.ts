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
 * not even escaped (section 2.2); the vendor writes references to them all the same, which clients that are not strict read, so
 * that a key is listed under its own name. Strict ones ask for `encoding-type=url`.
 */
export function writeXml(root: string, content: XmlElement): string {
  return write(root, content, referenceTo);
}

/** The same for an error, which everybody must be able to read: what XML cannot hold becomes U+FFFD. */
export function writeErrorXml(elements: XmlElement): string {
  return write('Error', elements, () => REPLACEMENT);
}

/** Gives text for a character that XML cannot hold. */
type Substitute = (character: string) => string;

const REPLACEMENT = '\uFFFD';

function write(root: string, content: XmlElement, substitute: Substitute): string {
  const builder = new XMLBuilder({ processEntities: false, suppressEmptyNode: false });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: printable(content, substitute) })}`;
}

function printable(value: XmlValue, substitute: Substitute): unknown {
  if (Array.isArray(value)) return value.map((one) => printable(one as XmlValue, substitute));
  if (typeof value === 'object') {
    const present = Object.entries(value).filter(([, child]) => child !== undefined);
    return Object.fromEntries(
      present.map(([name, child]) => [name, printable(child as XmlValue, substitute)]),
    );
  }
  return typeof value === 'string' ? Array.from(value, escape(substitute)).join('') : value;
}

/** What text must escape and no more: people search messages for `cut's position`, as the vendor writes it. */
function escape(substitute: Substitute): Substitute {
  return (character) => ESCAPED[character] ?? (isXmlCharacter(character) ? character : substitute(character));
}

/** A carriage return would be read as a line feed (section 2.11). */
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

/** Half a surrogate pair has no number of its own. */
function referenceTo(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : `&#x${point.toString(16).toUpperCase()};`;
}
