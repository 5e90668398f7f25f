/** Where a bucket keeps fonts of its own: objects below a prefix that is never served. */

/** Endings that are looked for, in order. */
const FONT_ENDINGS = ['ttf', 'otf', 'ttc', 'woff2', 'woff'] as const;

/** Keys that may hold the font of a name, in the order they are tried; none for a name that is no file name. */
export function fontKeys(name: string, prefix: string): string[] {
  if (!/^[^/\\\p{Cc}]{1,128}$/u.test(name) || name.startsWith('.')) return [];
  return FONT_ENDINGS.map((ending) => `${prefix}${name}.${ending}`);
}
