/** Composite glyph descriptions: other glyphs, each scaled and moved (OpenType 1.9, "glyf"). */
import type { Table } from '../bytes/table.ts';
import type { Contours } from './contours.ts';

/** Another glyph as a part of this one. */
export interface Component {
  readonly glyph: number;
  /** Offset in font units; or, when `anchored`, the numbers of two points that are laid on each other. */
  readonly x: number;
  readonly y: number;
  readonly anchored: boolean;
  /** The linear part: x' = xx·x + yx·y, y' = xy·x + yy·y. */
  readonly scale: readonly [xx: number, xy: number, yx: number, yy: number];
  /** True when the offset is scaled too. */
  readonly scaledOffset: boolean;
  /** True when the whole glyph takes this component's advance width. */
  readonly metrics: boolean;
}

const WORDS = 0x0001;
const OFFSETS = 0x0002;
const ONE_SCALE = 0x0008;
const MORE = 0x0020;
const TWO_SCALES = 0x0040;
const MATRIX = 0x0080;
const USE_METRICS = 0x0200;
const SCALED_OFFSET = 0x0800;
const HEADER = 10;

/** The parts of a composite glyph. */
export interface Components {
  readonly list: Component[];
  /** All flags together. */
  readonly flags: number;
  /** Place of the first byte after the list. */
  readonly end: number;
}

/** Reads a list of components; in a description it follows the header of 10 bytes. */
export function readComponents(data: Table, start = HEADER): Components {
  const list: Component[] = [];
  let at = start;
  let all = 0;
  for (let flags = MORE; flags & MORE;) {
    flags = data.u16(at);
    all |= flags;
    const glyph = data.u16(at + 2);
    const [x, y] = readArguments(data, at + 4, flags);
    at += flags & WORDS ? 8 : 6;
    const scale = readScale(data, at, flags);
    at += flags & MATRIX ? 8 : flags & TWO_SCALES ? 4 : flags & ONE_SCALE ? 2 : 0;
    const anchored = (flags & OFFSETS) === 0;
    const scaledOffset = (flags & SCALED_OFFSET) !== 0;
    list.push({ glyph, x, y, anchored, scale, scaledOffset, metrics: (flags & USE_METRICS) !== 0 });
  }
  return { list, flags: all, end: at };
}

/** Offsets are signed, point numbers are not. */
function readArguments(data: Table, at: number, flags: number): readonly [number, number] {
  if (flags & OFFSETS) {
    return flags & WORDS ? [data.i16(at), data.i16(at + 2)] : [data.i8(at), data.i8(at + 1)];
  }
  return flags & WORDS ? [data.u16(at), data.u16(at + 2)] : [data.u8(at), data.u8(at + 1)];
}

function readScale(data: Table, at: number, flags: number): Component['scale'] {
  if (flags & MATRIX) {
    return [data.f2dot14(at), data.f2dot14(at + 2), data.f2dot14(at + 4), data.f2dot14(at + 6)];
  }
  if (flags & TWO_SCALES) return [data.f2dot14(at), 0, 0, data.f2dot14(at + 2)];
  const scale = flags & ONE_SCALE ? data.f2dot14(at) : 1;
  return [scale, 0, 0, scale];
}

/** Appends a component's points to `whole`. `x` and `y` are its offset, or the point numbers of an anchored one. */
export function placeComponent(
  whole: Contours,
  part: Contours,
  component: Component,
  x: number,
  y: number,
): void {
  const [xx, xy, yx, yy] = component.scale;
  const partX = part.x.map((px, index) => xx * px + yx * (part.y[index] ?? 0));
  const partY = part.y.map((py, index) => xy * (part.x[index] ?? 0) + yy * py);
  const [dx, dy] = component.anchored
    ? [(whole.x[x] ?? 0) - (partX[y] ?? 0), (whole.y[x] ?? 0) - (partY[y] ?? 0)]
    : offset(component, x, y);
  const before = whole.x.length;
  for (const px of partX) whole.x.push(px + dx);
  for (const py of partY) whole.y.push(py + dy);
  for (const on of part.on) whole.on.push(on);
  for (const end of part.ends) whole.ends.push(before + end);
}

/** A scaled offset counts in the component's own, scaled units (Apple's reading, when the font asks for it). */
function offset({ scale, scaledOffset }: Component, x: number, y: number): readonly [number, number] {
  if (!scaledOffset) return [x, y];
  const [xx, xy, yx, yy] = scale;
  return [x * Math.hypot(xx, xy), y * Math.hypot(yx, yy)];
}
