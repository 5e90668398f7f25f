/** GIF files made by hand: eight colours, each index a code of its own with the table emptied in time. */
import type { Rect } from '../../../src/core/image/picture.ts';

/** The eight colours, RGBA. */
export const COLOURS = Array.from({ length: 8 }, (_, i) => [i * 30, 255 - i * 20, (i * 70) % 256, 255]);

export interface FrameParts {
  readonly place: Rect;
  /** Indices row after row; all of one when it is a number. */
  readonly indices: readonly number[] | number;
  /** The bytes of its codes, in place of those of the indices. */
  readonly data?: readonly number[];
  readonly transparent?: number;
  /** Hundredths of a second. */
  readonly delay?: number;
  readonly disposal?: number;
  readonly interlaced?: boolean;
}

/** A file of these frames; `repeats` as Netscape's extension counts them. */
export function gifOf(
  screen: { readonly width: number; readonly height: number },
  frames: readonly FrameParts[],
  repeats?: number,
): Uint8Array {
  const palette = COLOURS.flatMap((colour) => colour.slice(0, 3));
  const loop = repeats === undefined ? [] : loopOf(repeats);
  const head = [...text('GIF89a'), ...word(screen.width), ...word(screen.height), 0x92, 0, 0];
  return Uint8Array.from([...head, ...palette, ...loop, ...frames.flatMap(frameOf), 0x3b]);
}

function loopOf(repeats: number): number[] {
  return [0x21, 0xff, 11, ...text('NETSCAPE2.0'), 3, 1, ...word(repeats), 0];
}

function frameOf({
  place,
  indices,
  data,
  transparent,
  delay = 0,
  disposal = 0,
  interlaced,
}: FrameParts): number[] {
  const flags = (disposal << 2) | (transparent === undefined ? 0 : 1);
  const control = [0x21, 0xf9, 4, flags, ...word(delay), transparent ?? 0, 0];
  const { x, y, width, height } = place;
  const image = [0x2c, ...word(x), ...word(y), ...word(width), ...word(height), interlaced ? 0x40 : 0];
  const all = typeof indices === 'number' ? Array.from({ length: width * height }, () => indices) : indices;
  return [...control, ...image, 3, ...subBlocks(data ?? codesOf(all)), 0];
}

/** Codes of four bits: with the table emptied after every fifth index they never grow. */
function codesOf(indices: readonly number[]): number[] {
  const codes = indices.flatMap((index, i) => (i % 5 === 0 ? [8, index] : [index]));
  codes.push(9);
  if (codes.length % 2 === 1) codes.push(0);
  return Array.from({ length: codes.length / 2 }, (_, i) => codes[i * 2]! | (codes[i * 2 + 1]! << 4));
}

function subBlocks(bytes: readonly number[]): number[] {
  const blocks: number[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    blocks.push(block.length, ...block);
  }
  return blocks;
}

function word(value: number): number[] {
  return [value & 255, value >> 8];
}

function text(letters: string): number[] {
  return Array.from(letters, (letter) => letter.charCodeAt(0));
}
