/** Replaces what a script writes inside a page that people write. */

/** The page with `text` between the markers of this name; unchanged when it has none. Throws when they are not a pair. */
export function between(page: string, text: string, name = 'operations'): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const begins = page.split(begin).length - 1;
  const ends = page.split(end).length - 1;
  if (begins === 0 && ends === 0) return page;
  const start = page.indexOf(begin) + begin.length;
  const stop = page.indexOf(end);
  if (begins !== 1 || ends !== 1 || stop < start)
    throw new Error(`${begin} and ${end} must stand once, in this order`);
  return `${page.slice(0, start)}\n\n${text}\n${page.slice(stop)}`;
}
