/** Glyph variations (`gvar`): moves the points of a glyph from the default to a chosen instance. */
import { BrokenFont } from '../broken.ts';
import type { Table } from '../bytes/table.ts';
import { type Instance, MAX_AXES } from './axes.ts';
import type { Contours } from './contours.ts';
import type { Vary } from './glyf.ts';
import { interpolateDeltas } from './interpolate.ts';
import { type Cursor, readDeltas, readPointNumbers } from './packed.ts';
import { tent } from './tent.ts';

const SHARED_POINTS = 0x8000;
const COUNT_MASK = 0x0fff;
const EMBEDDED_PEAK = 0x8000;
const INTERMEDIATE = 0x4000;
const PRIVATE_POINTS = 0x2000;
const INDEX_MASK = 0x0fff;
/** Delta sets × points of one glyph; honest glyphs stay far below. */
const MAX_WORK = 200_000;

/** The deltas of a `gvar` table at an instance, as a function over glyphs. */
export function readVariations(gvar: Table, instance: Instance): Vary {
  const axes = Math.min(gvar.u16(4), MAX_AXES);
  const shared = gvar.u32(8);
  const glyphs = gvar.u16(12);
  const long = (gvar.u16(14) & 1) !== 0;
  const data = gvar.u32(16);
  const offset = (index: number): number => (long ? gvar.u32(20 + index * 4) : gvar.u16(20 + index * 2) * 2);
  return (glyph, contours) => {
    if (glyph >= glyphs) return;
    const [start, end] = [offset(glyph), offset(glyph + 1)];
    if (end <= start) return;
    const variation = gvar.part(data + start, end - start);
    const peak = (index: number): number[] => readTuple(gvar, shared + index * axes * 2, axes);
    applyVariation(variation, contours, { instance, axes, peak });
  };
}

interface Space {
  readonly instance: Instance;
  readonly axes: number;
  /** A tuple that glyphs share. */
  peak(index: number): number[];
}

function applyVariation(data: Table, contours: Contours, space: Space): void {
  const count = data.u16(0) & COUNT_MASK;
  if (count * contours.x.length > MAX_WORK) throw new BrokenFont('a glyph varies without end');
  const cursor: Cursor = { table: data, at: data.u16(2) };
  const sharedPoints = data.u16(0) & SHARED_POINTS ? readPointNumbers(cursor) : undefined;
  const place = { x: [...contours.x], y: [...contours.y] };
  let header = 4;
  for (let set = 0; set < count; set++) {
    const size = data.u16(header);
    const flags = data.u16(header + 2);
    const scalar = readScalar(data, header + 4, flags, space);
    header += headerBytes(flags, space.axes);
    if (scalar !== 0) {
      const own: Cursor = { table: data, at: cursor.at };
      const points = flags & PRIVATE_POINTS ? readPointNumbers(own) : sharedPoints;
      addDeltas(contours, place, own, points, scalar);
    }
    cursor.at += size;
  }
}

function headerBytes(flags: number, axes: number): number {
  return 4 + (flags & EMBEDDED_PEAK ? axes * 2 : 0) + (flags & INTERMEDIATE ? axes * 4 : 0);
}

/** How much of a delta set applies at the instance, 0 to 1. */
function readScalar(data: Table, at: number, flags: number, { instance, axes, peak }: Space): number {
  const embedded = (flags & EMBEDDED_PEAK) !== 0;
  const top = embedded ? readTuple(data, at, axes) : peak(flags & INDEX_MASK);
  const range = at + (embedded ? axes * 2 : 0);
  const between = (flags & INTERMEDIATE) !== 0;
  let scalar = 1;
  for (const [axis, peakValue] of top.entries()) {
    if (peakValue === 0) continue;
    const start = between ? data.f2dot14(range + axis * 2) : Math.min(0, peakValue);
    const end = between ? data.f2dot14(range + (axes + axis) * 2) : Math.max(0, peakValue);
    scalar *= tent(instance[axis] ?? 0, start, peakValue, end);
  }
  return scalar;
}

function addDeltas(
  contours: Contours,
  place: { readonly x: readonly number[]; readonly y: readonly number[] },
  cursor: Cursor,
  points: readonly number[] | undefined,
  scalar: number,
): void {
  const total = contours.x.length;
  const count = points?.length ?? total;
  for (const coordinate of ['x', 'y'] as const) {
    const given = readDeltas(cursor, count);
    const deltas = points ? spread(given, points, place[coordinate], contours.ends) : given;
    const values = contours[coordinate];
    for (let index = 0; index < total; index++) {
      values[index] = (values[index] ?? 0) + (deltas[index] ?? 0) * scalar;
    }
  }
}

/** Deltas of all points from those of the named ones. */
function spread(
  given: readonly number[],
  points: readonly number[],
  place: readonly number[],
  ends: readonly number[],
): number[] {
  const deltas = place.map(() => 0);
  const named = place.map(() => false);
  for (const [index, point] of points.entries()) {
    if (point >= place.length) continue;
    deltas[point] = given[index] ?? 0;
    named[point] = true;
  }
  interpolateDeltas(deltas, named, place, ends);
  return deltas;
}

function readTuple(table: Table, at: number, axes: number): number[] {
  return Array.from({ length: axes }, (_, axis) => table.f2dot14(at + axis * 2));
}
