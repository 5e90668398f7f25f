/**
 * Reads the table of a profile that turns samples into colours (`A2B0`), in each of its three encodings: `mft1`, `mft2`
 * and `mAB ` (ICC.1:2022, sections 10.10 to 10.12). Samples are four inks, or red, green and blue.
 */
import { type Curve, readCurves, sampled } from './curves.ts';
import { ProfileError, type TagData } from './tags.ts';

/** Colours at the nodes of a grid of three or four dimensions, and the way from a sample to the grid. */
export interface ColourTable {
  /** Grid points of each channel. */
  readonly grid: readonly number[];
  /** For each channel, from 0 none to 1 full, the position on its axis from 0 to 1. */
  readonly curves: readonly Curve[];
  /** The three values, 0 to 1 as the profile encodes them, of node `index`; the last channel counts fastest. */
  node(index: number): readonly [number, number, number];
  /** True when 1 encodes what 65 280 of 65 535 does: the Lab encoding of version 2 tables of 16 bits. */
  readonly legacyLab: boolean;
}

const VALUES = 3;
/** Bytes before the tables of `mft1`, and before the table lengths of `mft2`. */
const LUT_HEADER_BYTES = 48;
const LUT8_ENTRIES = 256;
/** Nodes above this are no profile but an attack on memory; 33 points on each axis are the most that are in use. */
const MAX_NODES = 33 ** 4;

/** Reads an `A2B` tag. Throws `ProfileError` when it is not one of so many channels and three values. */
export function readColourTable(tag: TagData, channels: 3 | 4): ColourTable {
  if (tag.byte(8) !== channels || tag.byte(9) !== VALUES) throw new ProfileError('a table of other channels');
  switch (tag.type) {
    case 'mft1':
      return readLut(tag, {
        channels,
        bytes: 1,
        inputs: LUT8_ENTRIES,
        outputs: LUT8_ENTRIES,
        start: LUT_HEADER_BYTES,
      });
    case 'mft2': {
      const inputs = tag.uint16(LUT_HEADER_BYTES);
      const outputs = tag.uint16(LUT_HEADER_BYTES + 2);
      return readLut(tag, { channels, bytes: 2, inputs, outputs, start: LUT_HEADER_BYTES + 4 });
    }
    case 'mAB ':
      return readStaged(tag, channels);
    default:
      throw new ProfileError('unknown kind of table');
  }
}

interface LutLayout {
  readonly channels: number;
  /** Bytes of a value. */
  readonly bytes: 1 | 2;
  /** Entries of each input and each output table. */
  readonly inputs: number;
  readonly outputs: number;
  /** Where the tables begin: input tables, grid, output tables. */
  readonly start: number;
}

function readLut(tag: TagData, { channels, bytes, inputs, outputs, start }: LutLayout): ColourTable {
  const grid = checkedGrid(Array.from({ length: channels }, () => tag.byte(10)));
  const clut = start + channels * inputs * bytes;
  const after = clut + nodes(grid) * VALUES * bytes;
  checkEnd(tag, after + VALUES * outputs * bytes);
  const value = reader(tag, bytes);
  const table = (at: number, entries: number) =>
    sampled(Float64Array.from({ length: entries }, (_, i) => value(at + i * bytes)));
  const out = [0, 1, 2].map((channel) => table(after + channel * outputs * bytes, outputs));
  return {
    grid,
    curves: grid.map((_, channel) => table(start + channel * inputs * bytes, inputs)),
    node: (index) => applyEach(out, readTriple(value, clut + index * VALUES * bytes, bytes)),
    legacyLab: bytes === 2,
  };
}

/** Offsets of the stages in an `mAB ` tag, each 0 when the stage is left out. */
const STAGE = { last: 12, matrix: 16, middle: 20, clut: 24, first: 28 };
const CLUT_HEADER_BYTES = 20;

function readStaged(tag: TagData, channels: number): ColourTable {
  const clut = tag.uint32(STAGE.clut);
  const first = tag.uint32(STAGE.first);
  if (clut === 0 || first === 0) throw new ProfileError('no table between the curves');
  const grid = checkedGrid(Array.from({ length: channels }, (_, channel) => tag.byte(clut + channel)));
  const bytes = tag.byte(clut + 16) === 1 ? 1 : 2;
  const start = clut + CLUT_HEADER_BYTES;
  checkEnd(tag, start + nodes(grid) * VALUES * bytes);
  const value = reader(tag, bytes);
  const middle = optionalCurves(tag, STAGE.middle);
  const matrix = optionalMatrix(tag);
  const last = optionalCurves(tag, STAGE.last);
  return {
    grid,
    curves: readCurves(tag, first, channels),
    node: (index) => last(matrix(middle(readTriple(value, start + index * VALUES * bytes, bytes)))),
    legacyLab: false,
  };
}

type Triple = readonly [number, number, number];
type Stage = (values: Triple) => Triple;

function optionalCurves(tag: TagData, stage: number): Stage {
  const at = tag.uint32(stage);
  if (at === 0) return (values) => values;
  const curves = readCurves(tag, at, VALUES);
  return (values) => applyEach(curves, values);
}

/** Nine factors row by row and three offsets. */
function optionalMatrix(tag: TagData): Stage {
  const at = tag.uint32(STAGE.matrix);
  if (at === 0) return (values) => values;
  const e = Array.from({ length: 12 }, (_, i) => tag.fixed(at + i * 4));
  const row = (i: number, [x, y, z]: Triple) =>
    (e[i * 3] ?? 0) * x + (e[i * 3 + 1] ?? 0) * y + (e[i * 3 + 2] ?? 0) * z + (e[9 + i] ?? 0);
  return (values) => [row(0, values), row(1, values), row(2, values)];
}

function applyEach(curves: readonly Curve[], values: Triple): Triple {
  const [a = identity, b = identity, c = identity] = curves;
  return [a(values[0]), b(values[1]), c(values[2])];
}

function identity(x: number): number {
  return x;
}

/** Reads a value of one or two bytes as 0 to 1. */
function reader(tag: TagData, bytes: 1 | 2): (at: number) => number {
  return bytes === 1 ? (at) => tag.byte(at) / 255 : (at) => tag.uint16(at) / 65_535;
}

function readTriple(value: (at: number) => number, at: number, bytes: number): Triple {
  return [value(at), value(at + bytes), value(at + 2 * bytes)];
}

function nodes(grid: readonly number[]): number {
  return grid.reduce((product, points) => product * points, 1);
}

function checkedGrid(grid: readonly number[]): readonly number[] {
  if (grid.some((points) => points < 2) || nodes(grid) > MAX_NODES) {
    throw new ProfileError('a grid nobody uses');
  }
  return grid;
}

function checkEnd(tag: TagData, end: number): void {
  if (end > tag.length) throw new ProfileError('a table is longer than its tag');
}
