/** The picture being decoded: its planes, and what is noted of its blocks. */
import { allocate, mark } from '../../shared/memory';
import { MAX_COLUMNS, MAX_ROWS } from './sets/pps';
import { pps, sps } from './slice/slice';

/** One plane. */
@unmanaged
export class Plane {
  at: usize;
  /** Bytes from one row to the next. */
  stride: usize;
  width: u32;
  height: u32;
  /** By how many bits it is smaller than luma. */
  across: u32;
  down: u32;
  bits: u32;
}

/** What is noted of a coding tree block. */
@unmanaged
export class Ctb {
  /** Address of its slice's first block; -1 until it is decoded. */
  slice: i32;
  undeblocked: bool;
  /** Whether filters may cross the edges of its slice. */
  across: bool;
  betaOffset: i8;
  tcOffset: i8;
  /** Offsets of each component: 0 none, 1 by bands, 2 by edges; the class of edges or the first band; the numbers. */
  saoType: u32;
  saoClass: u32;
  sao0: u64;
  sao1: u64;
  sao2: u64;
}

@unmanaged
class Picture {
  /** Samples of more than 8 bits have two bytes each. */
  wide: bool;
  planes: u32;
  /** Coding tree blocks across, down, and all. */
  columns: u32;
  rows: u32;
  blocks: u32;
  decoded: u32;
  /** Blocks of 4 × 4 luma samples in a row of the notes. */
  units: u32;
  /** One byte for each: intra mode, quantiser, marks. */
  modes: usize;
  quantisers: usize;
  marks: usize;
  /** `Ctb` of each in raster order; 16-bit tile; 32-bit address in raster order of each in tile order, and the other way round. */
  ctbs: usize;
  tiles: usize;
  raster: usize;
  order: usize;
}

export const picture: Picture = changetype<Picture>(memory.data(offsetof<Picture>(), 16));
const planes: usize = memory.data(3 * offsetof<Plane>(), 16);

/** Marks: edges that are filtered at the left and the top, samples that are not to be filtered, depth in the tree above that. */
export const MARK_LEFT: u32 = 1;
export const MARK_TOP: u32 = 2;
export const MARK_UNFILTERED: u32 = 4;
export const MARK_DEPTH: u32 = 4;

/** A plane of three. */
// @ts-ignore: decorator
@inline
export function planeOf(component: u32): Plane {
  return changetype<Plane>(planes + component * offsetof<Plane>());
}

/** The notes of a coding tree block, by its raster address. */
// @ts-ignore: decorator
@inline
export function ctbOf(address: u32): Ctb {
  return changetype<Ctb>(picture.ctbs + address * offsetof<Ctb>());
}

/** The tile of a coding tree block. */
// @ts-ignore: decorator
@inline
export function tileOf(address: u32): u32 {
  return load<u16>(picture.tiles + (address << 1));
}

/** Where a sample of a plane is. */
// @ts-ignore: decorator
@inline
export function sampleAt(plane: Plane, x: u32, y: u32): usize {
  return plane.at + y * plane.stride + (picture.wide ? x << 1 : x);
}

/** Makes room for a picture of the sequence; false when it would reach beyond `limit`. */
export function openPicture(limit: usize): bool {
  const size: u32 = 1 << sps.log2Ctb;
  picture.wide = max(sps.bitDepthLuma, sps.bitDepthChroma) > 8;
  picture.planes = sps.chromaFormat == 0 ? 1 : 3;
  picture.columns = (sps.width + size - 1) >> sps.log2Ctb;
  picture.rows = (sps.height + size - 1) >> sps.log2Ctb;
  picture.blocks = picture.columns * picture.rows;
  picture.units = (sps.width + 3) >> 2;
  picture.decoded = 0;
  const units = <usize>picture.units * ((sps.height + 3) >> 2);
  // Chroma has half as many samples as luma, as many, or twice as many.
  const chroma: u32 = sps.chromaFormat == 3 ? 4 : sps.chromaFormat;
  const samples = (<u64>sps.width * sps.height * (2 + chroma) * (picture.wide ? 2 : 1)) >> 1;
  const notes = <u64>units * 3 + <u64>picture.blocks * (offsetof<Ctb>() + 10);
  const rows = (<u64>(sps.width << 1)) << sps.log2Ctb;
  if (samples + notes + rows + mark() + SMALL > limit) return false;
  layPlanes();
  picture.modes = allocate(units);
  picture.quantisers = allocate(units);
  picture.marks = allocate(units);
  memory.fill(picture.marks, 0, units);
  picture.ctbs = allocate(picture.blocks * offsetof<Ctb>());
  picture.tiles = allocate(picture.blocks << 1);
  picture.raster = allocate(picture.blocks << 2);
  picture.order = allocate(picture.blocks << 2);
  for (let i: u32 = 0; i < picture.blocks; i++) ctbOf(i).slice = -1;
  return layTiles();
}

/** What blocks of memory are rounded up to. */
const SMALL: u32 = 65_536;

function layPlanes(): void {
  for (let i: u32 = 0; i < picture.planes; i++) {
    const plane = planeOf(i);
    plane.across = i > 0 && sps.chromaFormat < 3 ? 1 : 0;
    plane.down = i > 0 && sps.chromaFormat == 1 ? 1 : 0;
    plane.width = sps.width >> plane.across;
    plane.height = sps.height >> plane.down;
    plane.bits = i == 0 ? sps.bitDepthLuma : sps.bitDepthChroma;
    plane.stride = picture.wide ? plane.width << 1 : plane.width;
    plane.at = allocate(plane.stride * plane.height);
  }
}

/** Where columns, or rows, of tiles begin, in coding tree blocks; behind the last where that ends. */
const edgesAcross: usize = memory.data((MAX_COLUMNS + 1) * 4, 16);
const edgesDown: usize = memory.data((MAX_ROWS + 1) * 4, 16);

/** Orders coding tree blocks by tiles (section 6.5.1); false when these do not fit the picture. */
function layTiles(): bool {
  if (!layEdges(edgesAcross, pps.columns, picture.columns, pps.sizes)) return false;
  if (!layEdges(edgesDown, pps.rows, picture.rows, pps.sizes + (MAX_COLUMNS << 1))) return false;
  let at: u32 = 0;
  for (let row: u32 = 0; row < pps.rows; row++)
    for (let column: u32 = 0; column < pps.columns; column++) {
      at = layTile(row, column, at);
    }
  return true;
}

function layTile(row: u32, column: u32, from: u32): u32 {
  let at = from;
  const bottom = load<u32>(edgesDown + (row << 2), 4);
  const right = load<u32>(edgesAcross + (column << 2), 4);
  for (let y = load<u32>(edgesDown + (row << 2)); y < bottom; y++)
    for (let x = load<u32>(edgesAcross + (column << 2)); x < right; x++) {
      const address = y * picture.columns + x;
      store<u16>(picture.tiles + (address << 1), row * pps.columns + column);
      store<u32>(picture.raster + (at << 2), address);
      store<u32>(picture.order + (address << 2), at++);
    }
  return at;
}

function layEdges(edges: usize, count: u32, blocks: u32, sizes: usize): bool {
  let at: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(edges + (i << 2), at);
    if (pps.uniform) at = ((i + 1) * blocks) / count;
    else if (i + 1 < count) at += load<u16>(sizes + (i << 1));
    else at = max(blocks, at);
    if (at > blocks || at <= load<u32>(edges + (i << 2))) return false;
  }
  store<u32>(edges + (count << 2), blocks);
  return true;
}

/** Makes black what was not decoded. */
export function blackenRest(): void {
  for (let address: u32 = 0; address < picture.blocks; address++) {
    if (ctbOf(address).slice >= 0) continue;
    for (let i: u32 = 0; i < picture.planes; i++) blacken(planeOf(i), address, i > 0);
  }
}

function blacken(plane: Plane, address: u32, chroma: bool): void {
  const x = ((address % picture.columns) << sps.log2Ctb) >> plane.across;
  const y = ((address / picture.columns) << sps.log2Ctb) >> plane.down;
  const width = min(((<u32>1) << sps.log2Ctb) >> plane.across, plane.width - x);
  const bottom = min(y + (((<u32>1) << sps.log2Ctb) >> plane.down), plane.height);
  const level: u32 = chroma ? 1 << (plane.bits - 1) : 0;
  for (let row = y; row < bottom; row++) {
    const at = sampleAt(plane, x, row);
    if (!picture.wide) memory.fill(at, <u8>level, width);
    else for (let i: u32 = 0; i < width; i++) store<u16>(at + (i << 1), level);
  }
}

/** Sets a note of all blocks of 4 × 4 in a square of luma samples. */
export function note(notes: usize, x: u32, y: u32, log2: u32, value: u32): void {
  const side: u32 = 1 << (log2 - 2);
  let at = notes + (y >> 2) * picture.units + (x >> 2);
  for (let row: u32 = 0; row < side; row++) {
    memory.fill(at, <u8>value, side);
    at += picture.units;
  }
}

/** A note of a luma sample. */
// @ts-ignore: decorator
@inline
export function noteAt(notes: usize, x: u32, y: u32): usize {
  return notes + (y >> 2) * picture.units + (x >> 2);
}
