/** TrueType glyph descriptions (`glyf` and `loca`): simple glyphs, and glyphs composed of others. */
import { BrokenFont } from '../broken.ts';
import type { Table } from '../bytes/table.ts';
import { type Component, placeComponent, readComponents } from './composite.ts';
import { type Contours, noContours } from './contours.ts';
import { readSimpleGlyph } from './simple-glyph.ts';

/** Where glyph descriptions are, and what moves their points. */
export interface GlyphTables {
  readonly glyf: Table;
  readonly loca: Table;
  readonly longOffsets: boolean;
  readonly glyphCount: number;
  /** Moves the points of a variable font's glyph to the chosen instance. */
  readonly vary?: Vary | undefined;
}

/**
 * Adds a glyph's deltas to its points in place. The last four are phantom points: origin, advance, top and bottom.
 * A composite glyph has one point for each component, its offset.
 */
export type Vary = (glyph: number, points: Contours) => void;

/** A glyph's points as described, and what its metrics need beside `hmtx`. */
export interface GlyphPoints {
  readonly contours: Contours;
  /** Smallest x the description claims: `hmtx` tells where it lies from the origin. */
  readonly left: number;
  /** What the chosen instance adds to the origin's x and to the advance width. */
  readonly origin: number;
  readonly advance: number;
}

type Moved = Omit<GlyphPoints, 'left'>;

/** Composites nest; a file that nests or repeats them without end is refused. */
const MAX_DEPTH = 6;
const MAX_COMPONENTS = 128;
const MAX_POINTS = 20_000;

interface Budget {
  components: number;
}

/** Reads a glyph, its components resolved. A glyph without a description has no contours. */
export function readGlyph(tables: GlyphTables, glyph: number): GlyphPoints {
  return readNested(tables, glyph, 0, { components: MAX_COMPONENTS });
}

function readNested(tables: GlyphTables, glyph: number, depth: number, budget: Budget): GlyphPoints {
  const data = glyphData(tables, glyph);
  if (!data) return emptyGlyph(tables, glyph);
  const contourCount = data.i16(0);
  const left = data.i16(2);
  if (contourCount >= 0) {
    const contours = readSimpleGlyph(data, contourCount, MAX_POINTS);
    return { ...varied(tables, glyph, contours), left };
  }
  if (depth >= MAX_DEPTH) throw new BrokenFont(`glyph ${glyph} is composed too deeply`);
  const components = readComponents(data).list;
  budget.components -= components.length;
  if (budget.components < 0) throw new BrokenFont(`glyph ${glyph} has too many components`);
  return { ...compose(tables, glyph, components, depth, budget), left };
}

function compose(
  tables: GlyphTables,
  glyph: number,
  components: readonly Component[],
  depth: number,
  budget: Budget,
): Moved {
  const offsets: Contours = {
    x: components.map(({ x }) => x),
    y: components.map(({ y }) => y),
    on: components.map(() => true),
    ends: components.map((_, index) => index),
  };
  let { origin, advance } = varied(tables, glyph, offsets);
  const contours = noContours();
  for (const [index, component] of components.entries()) {
    const part = readNested(tables, component.glyph, depth + 1, budget);
    placeComponent(contours, part.contours, component, offsets.x[index] ?? 0, offsets.y[index] ?? 0);
    if (contours.x.length > MAX_POINTS) throw new BrokenFont(`glyph ${glyph} has too many points`);
    if (component.metrics) ({ origin, advance } = part);
  }
  return { contours, origin, advance };
}

/** The description's bytes; undefined when the glyph is empty. */
function glyphData({ glyf, loca, longOffsets, glyphCount }: GlyphTables, glyph: number): Table | undefined {
  if (glyph >= glyphCount) throw new BrokenFont(`it has no glyph ${glyph}`);
  const start = longOffsets ? loca.u32(glyph * 4) : loca.u16(glyph * 2) * 2;
  const end = longOffsets ? loca.u32(glyph * 4 + 4) : loca.u16(glyph * 2 + 2) * 2;
  if (end <= start) return undefined;
  return glyf.part(start, Math.min(end, glyf.length) - start);
}

function emptyGlyph(tables: GlyphTables, glyph: number): GlyphPoints {
  return { ...varied(tables, glyph, noContours()), left: 0 };
}

/** Moves points to the chosen instance; phantom points tell how far the origin and the advance width move. */
function varied({ vary }: GlyphTables, glyph: number, contours: Contours): Moved {
  if (!vary) return { contours, origin: 0, advance: 0 };
  const count = contours.x.length;
  for (let phantom = 0; phantom < 4; phantom++) {
    contours.x.push(0);
    contours.y.push(0);
    contours.on.push(true);
  }
  vary(glyph, contours);
  const [origin = 0, end = 0] = contours.x.slice(count);
  contours.on.length = count;
  contours.x.length = count;
  contours.y.length = count;
  return { contours, origin, advance: end - origin };
}
