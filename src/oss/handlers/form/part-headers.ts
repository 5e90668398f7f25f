/** The header lines of one part of a form (RFC 7578 section 4). */
import { malformedForm } from './byte-reader.ts';

/** What the lines say. */
export interface PartHeaders {
  readonly name: string;
  /** Undefined for a field that is no file. */
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
}

/** What browsers write for the three characters that would end a quoted name (WHATWG HTML, "escape a multipart"). */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['%22', '"'],
  ['%0D', '\r'],
  ['%0A', '\n'],
]);

/** Throws `MalformedPOSTRequest` without a `Content-Disposition` that names the field. */
export function readPartHeaders(text: string): PartHeaders {
  const lines = new Map(text.split('\r\n').map(readLine));
  const disposition = lines.get('content-disposition') ?? '';
  const name = readParameter(disposition, 'name');
  if (!/^form-data\s*;/i.test(disposition) || name === undefined) throw malformedForm();
  return { name, fileName: readParameter(disposition, 'filename'), contentType: lines.get('content-type') };
}

function readLine(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, Math.max(0, colon)).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

/** A quoted value may hold semicolons; older senders escape quotes with a backslash, browsers with `%22`. */
function readParameter(disposition: string, name: string): string | undefined {
  for (const [, key, quoted, bare] of disposition.matchAll(
    /;\s*([\w*-]+)\s*=\s*(?:"((?:\\"|[^"])*)"|([^;"\s]*))/g,
  )) {
    if (key?.toLowerCase() !== name) continue;
    if (quoted === undefined) return bare;
    return quoted
      .replaceAll('\\"', '"')
      .replace(/%(22|0D|0A)/gi, (escape) => ESCAPES.get(escape.toUpperCase()) ?? '');
  }
  return undefined;
}
