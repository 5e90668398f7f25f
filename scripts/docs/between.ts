/** Replaces what a script writes inside a page that people write. */

const BEGIN = '<!-- operations:begin -->';
const END = '<!-- operations:end -->';

/** The page with `text` between its markers; unchanged when it has none. Throws when they are not a pair. */
export function between(page: string, text: string): string {
  const begins = page.split(BEGIN).length - 1;
  const ends = page.split(END).length - 1;
  if (begins === 0 && ends === 0) return page;
  const start = page.indexOf(BEGIN) + BEGIN.length;
  const end = page.indexOf(END);
  if (begins !== 1 || ends !== 1 || end < start)
    throw new Error(`${BEGIN} and ${END} must stand once, in this order`);
  return `${page.slice(0, start)}\n\n${text}\n${page.slice(end)}`;
}
