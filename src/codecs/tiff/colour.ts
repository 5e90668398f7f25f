/** Rows of 8-bit samples become rows of RGBA, by what the samples mean. */
import { cmykToRgb } from '../metadata/icc.ts';
import type { Directory } from './directory.ts';
import { labToRgb } from './lab.ts';
import type { TiffLayout } from './layout.ts';
import { EXTRA, PHOTOMETRIC, TAG } from './tags.ts';
import { type Convert, yccToRgb } from './ycc.ts';

/** Writes `count` pixels, whose samples begin at pixel `from` of `row`, as RGBA to byte `to` of `band`. */
export type Paint = (
  row: Uint8Array,
  from: number,
  count: number,
  band: Uint8ClampedArray,
  to: number,
) => void;

/** How pixels of this layout are painted. */
export function painter(layout: TiffLayout, directory: Directory): Paint {
  const paint = coloursOf(layout, directory);
  if (layout.extra === undefined) return paint;
  const { samples, colours } = layout;
  const scaled = layout.extra === EXTRA.premultiplied;
  return (row, from, count, band, to) => {
    paint(row, from, count, band, to);
    for (let i = from * samples + colours, at = to; at < to + count * 4; i += samples, at += 4) {
      const alpha = row[i]!;
      if (scaled && alpha > 0 && alpha < 255) divide(band, at, 255 / alpha);
      band[at + 3] = alpha;
    }
  };
}

function divide(band: Uint8ClampedArray, at: number, by: number): void {
  for (let i = at; i < at + 3; i++) band[i]! *= by;
}

/** The colours alone; pixels become opaque. */
function coloursOf(layout: TiffLayout, directory: Directory): Paint {
  const { photometric, samples, bits } = layout;
  switch (photometric) {
    case PHOTOMETRIC.whiteIsZero:
      return greys(samples, 255);
    case PHOTOMETRIC.blackIsZero:
    case PHOTOMETRIC.mask:
      return greys(samples, 0);
    case PHOTOMETRIC.palette:
      return fromTable(samples, readPalette(directory, bits));
    case PHOTOMETRIC.inks:
      return inks(samples, directory.bytes(TAG.icc));
    case PHOTOMETRIC.ycc:
      return converted(samples, yccToRgb(directory));
    case PHOTOMETRIC.lab:
      return converted(samples, labToRgb(true));
    case PHOTOMETRIC.iccLab:
      return converted(samples, labToRgb(false));
    default:
      return colours(samples);
  }
}

function greys(samples: number, flip: number): Paint {
  return (row, from, count, band, to) => {
    for (let i = from * samples, at = to; at < to + count * 4; i += samples, at += 4) {
      band[at] = band[at + 1] = band[at + 2] = row[i]! ^ flip;
      band[at + 3] = 255;
    }
  };
}

function colours(samples: number): Paint {
  return (row, from, count, band, to) => {
    for (let i = from * samples, at = to; at < to + count * 4; i += samples, at += 4) {
      band[at] = row[i]!;
      band[at + 1] = row[i + 1]!;
      band[at + 2] = row[i + 2]!;
      band[at + 3] = 255;
    }
  };
}

function fromTable(samples: number, table: Uint8Array): Paint {
  return (row, from, count, band, to) => {
    for (let i = from * samples, at = to; at < to + count * 4; i += samples, at += 4) {
      const colour = row[i]! * 3;
      band[at] = table[colour]!;
      band[at + 1] = table[colour + 1]!;
      band[at + 2] = table[colour + 2]!;
      band[at + 3] = 255;
    }
  };
}

/** 256 colours; those that the file lacks are black. Some writers give 8 instead of 16 bits (libtiff looks for it too). */
function readPalette(directory: Directory, bits: number): Uint8Array {
  const entries = 1 << Math.min(bits, 8);
  const values = directory.numbers(TAG.colourMap, entries * 3) ?? [];
  const shift = values.some((value) => value > 255) ? 8 : 0;
  const table = new Uint8Array(256 * 3);
  for (let i = 0; i < entries * 3; i++) {
    table[(i % entries) * 3 + Math.floor(i / entries)] = (values[i] ?? 0) >> shift;
  }
  return table;
}

function inks(samples: number, icc: Uint8Array | undefined): Paint {
  const convert = cmykToRgb(icc);
  let four = new Uint8Array();
  return (row, from, count, band, to) => {
    const part = row.subarray(from * samples, (from + count) * samples);
    if (samples > 4) {
      if (four.length < count * 4) four = new Uint8Array(count * 4);
      for (let i = 0, at = 0; at < count * 4; i += samples, at += 4) {
        for (let k = 0; k < 4; k++) four[at + k] = part[i + k]!;
      }
    }
    convert(samples > 4 ? four : part, band.subarray(to, to + count * 4), count);
  };
}

function converted(samples: number, convert: Convert): Paint {
  return (row, from, count, band, to) => {
    for (let i = from * samples, at = to; at < to + count * 4; i += samples, at += 4) {
      convert(row[i]!, row[i + 1]!, row[i + 2]!, band, at);
      band[at + 3] = 255;
    }
  };
}
