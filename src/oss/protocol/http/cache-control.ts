/** `Cache-Control` of answers that not everybody may see (RFC 9111 section 5.2.2). */

/** Directives that let a shared cache keep an answer. */
const SHARED = /^(public|s-maxage|proxy-revalidate)\b/i;
/** Directives that keep a shared cache from it already. */
const CLOSED = /^(private|no-store)\b/i;

/** The same, for the caller's own cache alone. */
export function asPrivate(written: string | undefined): string {
  const directives = withoutShared(written);
  return (directives.some((one) => CLOSED.test(one)) ? directives : ['private', ...directives]).join(', ');
}

/**
 * What stands in an answer to a signed request: as it was written, but never that anybody may keep it. `private` where
 * nothing is left.
 */
export function neverPublic(written: string | undefined): string {
  const directives = withoutShared(written);
  if (written !== undefined && directives.length === directivesOf(written).length) return written;
  return asPrivate(written);
}

function withoutShared(written: string | undefined): string[] {
  return directivesOf(written ?? '').filter((one) => !SHARED.test(one));
}

/** Commas inside quotes part nothing. */
function directivesOf(written: string): string[] {
  const pieces = written.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
