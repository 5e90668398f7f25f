/** Percent-encoding (RFC 3986 section 2.1) as the two signature versions and the listings need it. */

/** Everything outside `A-Z a-z 0-9 - _ . ~` as `%XX`, upper case. Lone surrogates become U+FFFD. */
export function encodeStrict(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** As `encodeStrict`, but slashes stay. */
export function encodePath(text: string): string {
  return encodeStrict(text).replaceAll('%2F', '/');
}

/** `+` is a space, `%XX` is UTF-8. Undefined when an escape is broken or the bytes are no UTF-8. */
export function decodeForm(text: string): string | undefined {
  return decodePercent(text.replaceAll('+', ' '));
}

/** Only `%XX`; a plus stays a plus. Undefined as for `decodeForm`. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
