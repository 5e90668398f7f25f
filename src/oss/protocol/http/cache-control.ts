/** `Cache-Control` of answers that not everybody may see (RFC 9111 section 5.2.2). */

/** Directives that let a shared cache keep an answer. */
const SHARED = /^(public|s-maxage|proxy-revalidate)\b/i;
/** Directives that keep a shared cache from it already. */
const CLOSED = /^(private|no-store)\b/i;

/** The same, for the caller's own cache alone. */
export function asPrivate(written: string): string {
  const directives = directivesOf(written).filter((one) => !SHARED.test(one));
  return (directives.some((one) => CLOSED.test(one)) ? directives : ['private', ...directives]).join(', ');
}

/** Commas inside quotes part nothing. */
function directivesOf(written: string): string[] {
  const pieces = written.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}
