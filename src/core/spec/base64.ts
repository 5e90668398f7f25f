/** Base64url as the languages of URLs carry it (RFC 4648 section 5; operations reference, section 4.15.5). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The bytes of base64 text; undefined for anything else. Padding may be left out. `+`, `-` and the space that a `+`
 * in a query becomes are one symbol, and so are `/` and `_`.
 */
export function readBase64(text: string): Uint8Array | undefined {
  const bare = text
    .replace(/={1,2}$/, '')
    .replaceAll(/[+ ]/g, '-')
    .replaceAll('/', '_');
  if (!/^[\w-]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const symbol of bare) {
    bits = ((bits << 6) | ALPHABET.indexOf(symbol)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  return bytes;
}

/** Bytes as base64url without padding. */
export function writeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const symbols = Math.min(4, bytes.length - at + 1);
    for (let index = 0; index < symbols; index++) text += ALPHABET[(bits >> (18 - index * 6)) & 63];
  }
  return text;
}

/** The text whose UTF-8 it is; undefined for what is no base64 or no UTF-8. */
export function readBase64Text(text: string): string | undefined {
  const bytes = readBase64(text);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A text's UTF-8 as base64url without padding. */
export function writeBase64Text(text: string): string {
  return writeBase64(new TextEncoder().encode(text));
}
