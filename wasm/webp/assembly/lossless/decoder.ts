/** Decodes a lossless picture row by row: transforms, codes, pixels (RFC 9649, section 3). */
import { has, Stream } from '../input';
import { allocate, release } from '../../../shared/memory';
import { BROKEN, GO_ON, NEED_INPUT } from '../status';
import { bits, outOfBits, readBits, startBits } from './bits';
import { openGroups, readGroups } from './groups';
import { decodeRow, image, openCache, openImage, takeRow } from './image';
import { COLOUR_INDEXING, openTransform, SUBTRACT_GREEN, tiles, transform, undo } from './transforms';

/** What comes next. */
const SIGNATURE: i32 = 0;
const TRANSFORMS: i32 = 1;
const TRANSFORM_GROUPS: i32 = 2;
const TRANSFORM_PIXELS: i32 = 3;
const CODES: i32 = 4;
const TILE_GROUPS: i32 = 5;
const TILE_PIXELS: i32 = 6;
const GROUPS: i32 = 7;
const PIXELS: i32 = 8;

/** Bytes of what stands between images. */
const HEADER_BYTES: usize = 64;

let state: i32 = SIGNATURE;
let width: u32 = 0;
let height: u32 = 0;
/** Width of the rows that are coded: indices may share pixels. */
let codedWidth: u32 = 0;
let count: i32 = 0;
/** One bit for each kind of transform that occurred. */
let seen: i32 = 0;
/** Where a small image's pixels begin; its codes behind them are given back. */
let small: usize = 0;
let smallPixels: u32 = 0;
let cacheBits: i32 = 0;
/** The same of the picture itself. */
let mainCache: i32 = 0;
let tileImage: usize = 0;
let tileBits: u32 = 0;
let row: usize = 0;

/** Begins a picture of this size; `signed` when its own signature and size come first. */
export function openLossless(stream: Stream, pixelsWide: u32, pixelsHigh: u32, signed: bool): void {
  startBits(stream);
  state = signed ? SIGNATURE : TRANSFORMS;
  width = pixelsWide;
  height = pixelsHigh;
  codedWidth = width;
  count = 0;
  seen = 0;
  row = allocate((<usize>width + 8) << 2);
}

/** Address of the row that was made last, as ARGB numbers. */
export function losslessPixels(): usize {
  return row;
}

/** Makes the next row. A status: `GO_ON` when it is there. */
export function losslessRow(): i32 {
  while (true) {
    let status = GO_ON;
    if (state == SIGNATURE) status = signature();
    else if (state == TRANSFORMS) status = transforms();
    else if (state == TRANSFORM_GROUPS || state == TILE_GROUPS) status = smallGroups();
    else if (state == TRANSFORM_PIXELS) status = transformPixels();
    else if (state == CODES) status = codes();
    else if (state == TILE_PIXELS) status = tilePixels();
    else if (state == GROUPS) status = groups();
    else return pixels();
    if (status != GO_ON) return status;
  }
}

/** The byte 2f, 14 bits each of width and height less one, whether alpha is used, and three bits of version, all zero. */
function signature(): i32 {
  if (!has(bits.stream, HEADER_BYTES)) return NEED_INPUT;
  const known = readBits(8) == 0x2f && readBits(14) + 1 == width && readBits(14) + 1 == height;
  readBits(1);
  state = TRANSFORMS;
  return known && readBits(3) == 0 ? GO_ON : BROKEN;
}

function transforms(): i32 {
  if (!has(bits.stream, HEADER_BYTES)) return NEED_INPUT;
  if (!readBits(1)) {
    state = CODES;
    return GO_ON;
  }
  const kind = readBits(2);
  if ((seen >> kind) & 1) return BROKEN;
  seen |= 1 << kind;
  const t = transform(count++);
  t.kind = kind;
  t.width = codedWidth;
  if (kind == SUBTRACT_GREEN) return outOfBits() ? BROKEN : GO_ON;
  if (kind == COLOUR_INDEXING) {
    const colours = readBits(8) + 1;
    t.sizeBits = colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3;
    openSmall(colours, 1);
    codedWidth = tiles(codedWidth, t.sizeBits);
  } else {
    t.sizeBits = readBits(3) + 2;
    openSmall(tiles(codedWidth, t.sizeBits), tiles(height, t.sizeBits));
  }
  state = TRANSFORM_GROUPS;
  return readSmallCache();
}

/** Begins an image that describes the picture. */
function openSmall(wide: u32, high: u32): void {
  // Colours beyond the palette are clear black.
  const least: u32 = 256;
  openImage(wide, high, true);
  small = image.pixels;
  smallPixels = wide * high;
  if (smallPixels < least) small = image.pixels = allocate(least << 2);
  if (smallPixels < least) memory.fill(small, 0, least << 2);
}

function readSmallCache(): i32 {
  if (!readCache()) return BROKEN;
  openCache(cacheBits);
  openGroups(0, 0, cacheBits);
  return GO_ON;
}

/** A cache of 2 to 2048 colours, or none. */
function readCache(): bool {
  cacheBits = readBits(1) ? readBits(4) : -1;
  if (cacheBits == 0 || cacheBits > 11) return false;
  cacheBits = max(0, cacheBits);
  return true;
}

function smallGroups(): i32 {
  const status = readGroups();
  if (status == GO_ON) state++;
  return status;
}

/** Decodes all rows of a small image, and gives back its codes. */
function smallRows(): i32 {
  while (image.y < image.height) {
    const status = decodeRow();
    if (status != GO_ON) return status;
  }
  release(small + ((<usize>max<u32>(smallPixels, 256)) << 2) + 64);
  return outOfBits() ? BROKEN : GO_ON;
}

function transformPixels(): i32 {
  const status = smallRows();
  if (status != GO_ON) return status;
  const t = transform(count - 1);
  t.data = small;
  if (t.kind == COLOUR_INDEXING) addUp(smallPixels);
  openTransform(t);
  state = TRANSFORMS;
  return GO_ON;
}

/** Colours are coded as differences from the one before. */
function addUp(colours: u32): void {
  for (let i: usize = 1; i < colours; i++) {
    const at = small + (i << 2);
    v128.store32_lane(at, i8x16.add(v128.load32_zero(at), v128.load32_zero(at - 4)), 0);
  }
}

function codes(): i32 {
  if (!has(bits.stream, HEADER_BYTES)) return NEED_INPUT;
  if (!readCache()) return BROKEN;
  mainCache = cacheBits;
  tileImage = 0;
  state = GROUPS;
  if (readBits(1)) {
    tileBits = readBits(3) + 2;
    openSmall(tiles(codedWidth, tileBits), tiles(height, tileBits));
    const status = readSmallCache();
    if (status != GO_ON) return status;
    state = TILE_GROUPS;
  } else openGroups(0, 0, mainCache);
  return GO_ON;
}

function tilePixels(): i32 {
  const status = smallRows();
  if (status != GO_ON) return status;
  tileImage = small;
  state = GROUPS;
  return openGroups(small, smallPixels, mainCache) ? GO_ON : BROKEN;
}

function groups(): i32 {
  const status = readGroups();
  if (status != GO_ON) return status;
  openImage(codedWidth, height, false);
  openCache(mainCache);
  image.tiles = tileImage;
  image.tileBits = tileBits;
  image.tilesWide = tiles(codedWidth, tileBits);
  state = PIXELS;
  return GO_ON;
}

function pixels(): i32 {
  const y = image.y;
  if (y >= height) return BROKEN;
  const status = decodeRow();
  if (status != GO_ON) return status;
  takeRow(row);
  for (let i = count - 1; i >= 0; i--) undo(transform(i), row, y);
  return GO_ON;
}
