/** The references XML knows without a document type (XML 1.0 section 4.1 and 4.6). */

import { isXmlCharacter } from './characters.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Replaces `&amp;`, `&#65;` and `&#x41;`, each once. Throws SyntaxError for any other reference. */
export function decodeEntities(text: string): string {
  return text.replace(/&([^;&]{0,12};?)/g, (_whole, reference: string) => {
    const decoded = reference.endsWith(';') ? decodeReference(reference.slice(0, -1)) : undefined;
    if (decoded === undefined) throw new SyntaxError(`&${reference} is not defined.`);
    return decoded;
  });
}

function decodeReference(name: string): string | undefined {
  const digits = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (!digits) return NAMED.get(name);
  const point = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const character = point > 0x10ffff ? '\0' : String.fromCodePoint(point);
  // XML 1.0 forbids control characters even so; SDKs write keys that hold them all the same.
  const isControl = point > 0 && point < 0x20;
  return isControl || isXmlCharacter(character) ? character : undefined;
}
