/**
 * Encodes BMP without compression: 24 bits a pixel, or 32 with the masks of a version 4 header when the picture is not
 * opaque. Rows are stored from the bottom up, as every reader knows them, so the file is filled from its end.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Encoder } from '../codec.ts';

const FILE_HEADER_BYTES = 14;
const HEADER_BYTES = { opaque: 40, alpha: 108 };
const DEPTH = { opaque: 24, alpha: 32 };
const BITFIELDS = 3;
/** Blue stands first in memory, so red lies highest. */
const MASKS = [0x00ff0000, 0x0000ff00, 0x000000ff, 0xff000000];
/** `sRGB` as the header spells a colour space. */
const SRGB = 0x73524742;
/** 72 pixels an inch, in pixels a metre. */
const DENSITY = 2835;
/** The vendor reads no longer sides. */
const MAX_SIDE = 30_000;
/** Reference nanoseconds of a pixel. */
const PIXEL = 4;

export const bmpEncoder: Encoder = {
  maxSide: MAX_SIDE,
  profiles: [],
  peakBytes: (size, _output, opaque) => layoutOf(size, opaque).fileBytes,
  cost: (size) => pixelCost(size, PIXEL),
  encode,
};

interface Layout {
  /** Bytes before the pixels. */
  readonly start: number;
  /** Bytes of a pixel and of a row. */
  readonly pixel: 3 | 4;
  readonly pitch: number;
  readonly fileBytes: number;
}

function layoutOf({ width, height }: Size, opaque: boolean): Layout {
  const start = FILE_HEADER_BYTES + (opaque ? HEADER_BYTES.opaque : HEADER_BYTES.alpha);
  const pixel = opaque ? 3 : 4;
  const pitch = Math.ceil((width * pixel) / 4) * 4;
  return { start, pixel, pitch, fileBytes: start + pitch * height };
}

async function* encode(picture: Picture): AsyncGenerator<Uint8Array> {
  const { width, height, opaque } = picture;
  const { start, pixel, pitch, fileBytes } = layoutOf(picture, opaque);
  const file = new Uint8Array(fileBytes);
  writeHeader(new DataView(file.buffer), picture, start);
  let row = height - 1;
  for await (const band of picture.bands()) {
    for (let from = 0; from < band.length; from += width * 4, row--) {
      storeRow(band, from, width, file, start + row * pitch, pixel);
    }
  }
  yield file;
}

function writeHeader(view: DataView, { width, height, opaque }: Picture, start: number): void {
  const kind = opaque ? 'opaque' : 'alpha';
  view.setUint16(0, 0x4d42, true);
  view.setUint32(2, view.byteLength, true);
  view.setUint32(10, start, true);
  view.setUint32(14, HEADER_BYTES[kind], true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, DEPTH[kind], true);
  view.setUint32(34, view.byteLength - start, true);
  view.setInt32(38, DENSITY, true);
  view.setInt32(42, DENSITY, true);
  if (opaque) return;
  view.setUint32(30, BITFIELDS, true);
  for (const [index, mask] of MASKS.entries()) view.setUint32(54 + index * 4, mask, true);
  view.setUint32(70, SRGB, true);
}

function storeRow(
  rgba: Uint8ClampedArray,
  from: number,
  width: number,
  file: Uint8Array,
  start: number,
  pixel: 3 | 4,
): void {
  for (let at = from, to = start, end = from + width * 4; at < end; at += 4, to += pixel) {
    file[to] = rgba[at + 2]!;
    file[to + 1] = rgba[at + 1]!;
    file[to + 2] = rgba[at]!;
    if (pixel === 4) file[to + 3] = rgba[at + 3]!;
  }
}
