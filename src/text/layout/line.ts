/** Sets one line: glyphs side by side on a baseline, kerned, marks on their letters. */
import type { Font, Glyph } from '../font.ts';
import type { Path } from '../outline/path.ts';
import type { Cluster } from './characters.ts';
import type { GlyphReference } from './face.ts';

/** A glyph in its place; the baseline is y = 0 and the line starts at x = 0. */
export interface PlacedGlyph {
  readonly path: Path;
  /** Pixels for one font unit. */
  readonly scale: number;
  /** Where the glyph's origin lies, in pixels. */
  readonly x: number;
}

/** A line that is set. */
export interface Line {
  readonly glyphs: readonly PlacedGlyph[];
  /** Sum of the advance widths in pixels. */
  readonly advance: number;
}

/** One glyph of the line before it is placed. */
interface Item extends GlyphReference {
  readonly mark: boolean;
}

/** Sets clusters that are in visual order. `size` is the em square in pixels. */
export async function setLine(
  clusters: readonly Cluster[],
  glyphs: ReadonlyMap<number, GlyphReference>,
  size: number,
): Promise<Line> {
  const items = clusters.flatMap(({ base, marks }) => [
    ...itemsOf([base], glyphs, false),
    ...itemsOf(marks, glyphs, true),
  ]);
  return place(items, await readShapes(items), await readKerning(items), size);
}

function itemsOf(
  codePoints: readonly number[],
  glyphs: ReadonlyMap<number, GlyphReference>,
  mark: boolean,
): Item[] {
  return codePoints.flatMap((codePoint) => {
    const reference = glyphs.get(codePoint);
    return reference ? [{ ...reference, mark }] : [];
  });
}

/** Shapes by font and glyph; each font is asked once, so that its reads go out together. */
async function readShapes(items: readonly Item[]): Promise<ReadonlyMap<Font, ReadonlyMap<number, Glyph>>> {
  const wanted = new Map<Font, Set<number>>();
  for (const { font, glyph } of items) wanted.set(font, (wanted.get(font) ?? new Set()).add(glyph));
  const shapes = [...wanted].map(async ([font, set]) => {
    const glyphs = [...set];
    const read = await font.shapes(glyphs);
    return [font, new Map(read.map((shape, index) => [glyphs[index] ?? 0, shape]))] as const;
  });
  return new Map(await Promise.all(shapes));
}

/** Font units to add before each item. Marks neither kern nor part the letters around them. */
async function readKerning(items: readonly Item[]): Promise<ReadonlyMap<Item, number>> {
  const letters = items.filter(({ mark }) => !mark);
  const pairs = letters.slice(1).map((right, index) => ({ left: letters[index], right }));
  const kerning = new Map<Item, number>();
  for (const font of new Set(items.map(({ font }) => font))) {
    const own = pairs.filter(({ left, right }) => left?.font === font && right.font === font);
    const values = await font.kerning(own.map(({ left, right }) => [left?.glyph ?? 0, right.glyph] as const));
    for (const [index, { right }] of own.entries()) kerning.set(right, values[index] ?? 0);
  }
  return kerning;
}

function place(
  items: readonly Item[],
  shapes: ReadonlyMap<Font, ReadonlyMap<number, Glyph>>,
  kerning: ReadonlyMap<Item, number>,
  size: number,
): Line {
  const glyphs: PlacedGlyph[] = [];
  let pen = 0;
  let letter = { x: 0, advance: 0 };
  for (const item of items) {
    const shape = shapes.get(item.font)?.get(item.glyph);
    if (!shape) continue;
    const scale = size / item.font.metrics.unitsPerEm;
    const advance = shape.advance * scale;
    if (item.mark) {
      glyphs.push({ path: shape.path, scale, x: markPlace(letter, pen, advance) });
      continue;
    }
    pen += (kerning.get(item) ?? 0) * scale;
    glyphs.push({ path: shape.path, scale, x: pen });
    letter = { x: pen, advance };
    pen += advance;
  }
  return { glyphs, advance: Math.max(0, pen) };
}

/**
 * A mark without an advance of its own is drawn back over the letter before the pen, as its font means it to be; one
 * with an advance is centred on the letter.
 */
function markPlace(letter: { x: number; advance: number }, pen: number, advance: number): number {
  return advance === 0 ? pen : letter.x + (letter.advance - advance) / 2;
}
