/** Rows of samples of any depth become rows of bytes, a byte a sample. */
import { transfer } from '../metadata/icc/srgb.ts';
import type { TiffLayout } from './layout.ts';
import { PHOTOMETRIC, SAMPLE } from './tags.ts';

/** Turns the first `count` samples of a row into bytes; may give the row itself. */
export type Expand = (row: Uint8Array, count: number) => Uint8Array;

/** Bytes of a row of `count` samples. */
export function rowBytes(count: number, bits: number): number {
  return Math.ceil((count * bits) / 8);
}

/** How samples of this layout, or of one `plane` of it, become bytes: palette indices as they are, everything else from 0 to 255. */
export function expander(layout: TiffLayout, width: number, plane: number): Expand {
  const { bits, sampleFormat, photometric, little } = layout;
  const signed = sampleFormat === SAMPLE.signed && !isLab(photometric);
  if (bits === 8 && !signed) return (row) => row;
  const out = new Uint8Array(width);
  if (sampleFormat === SAMPLE.float) return floats(out, layout, plane);
  if (bits < 8) return packed(out, bits, photometric === PHOTOMETRIC.palette);
  if (bits === 12) return twelves(out);
  return highBytes(out, bits / 8, little, signed ? 0x80 : 0);
}

function isLab(photometric: number): boolean {
  return photometric === PHOTOMETRIC.lab;
}

function packed(out: Uint8Array, bits: number, isIndex: boolean): Expand {
  const most = (1 << bits) - 1;
  const scale = isIndex ? 1 : 255 / most;
  const perByte = 8 / bits;
  // Every byte holds the same few samples each time.
  const table = new Uint8Array(256 * perByte);
  for (let i = 0; i < table.length; i++) {
    const shift = 8 - bits - (i % perByte) * bits;
    table[i] = ((Math.floor(i / perByte) >> shift) & most) * scale;
  }
  return (row, count) => {
    for (let i = 0, at = 0; i < count; at++) {
      const from = row[at]! * perByte;
      for (let k = 0; k < perByte && i < count; k++) out[i++] = table[from + k]!;
    }
    return out;
  };
}

/** The upper 8 of 12 bits. */
function twelves(out: Uint8Array): Expand {
  return (row, count) => {
    for (let i = 0, at = 0; i < count; i += 2, at += 3) {
      out[i] = row[at]!;
      if (i + 1 < count) out[i + 1] = ((row[at + 1]! & 15) << 4) | (row[at + 2]! >> 4);
    }
    return out;
  };
}

/** The most significant byte of each sample; of signed ones the least value becomes 0. */
function highBytes(out: Uint8Array, width: number, little: boolean, flip: number): Expand {
  const first = little ? width - 1 : 0;
  return (row, count) => {
    for (let i = 0, at = first; i < count; i++, at += width) out[i] = row[at]! ^ flip;
    return out;
  };
}

/** sRGB of linear light in steps of 1/4095. */
const CURVE = Uint8Array.from({ length: 4096 }, (_, step) => Math.round(255 * transfer(step / 4095)));

/** Floats are linear light, from 0 to 1; alpha is what it is. */
function floats(out: Uint8Array, layout: TiffLayout, plane: number): Expand {
  const { bits, little, samples, colours, apart } = layout;
  return (row, count) => {
    const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
    for (let i = 0; i < count; i++) {
      const value = Math.min(1, Math.max(0, readFloat(view, i, bits, little))) || 0;
      const isColour = (apart ? plane : i % samples) < colours;
      out[i] = isColour ? CURVE[Math.round(value * 4095)]! : Math.round(value * 255);
    }
    return out;
  };
}

function readFloat(view: DataView, index: number, bits: number, little: boolean): number {
  if (bits === 32) return view.getFloat32(index * 4, little);
  if (bits === 64) return view.getFloat64(index * 8, little);
  return halfFloat(view.getUint16(index * 2, little));
}

/** IEEE 754, binary16. */
function halfFloat(word: number): number {
  const exponent = (word >> 10) & 31;
  const fraction = word & 0x3ff;
  const sign = word & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
