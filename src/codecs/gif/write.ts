/** Writes the blocks of a GIF (GIF89a specification, sections 17 to 27); pixels come as codes already. */
import type { Rect, Size } from '../../core/image/picture.ts';

/** Colours as a file holds them: a power of two of them, three bytes each. */
export interface Table {
  /** Bits of an index, 1 to 8. */
  readonly bits: number;
  readonly bytes: Uint8Array;
}

/** A table of the first `count` colours, RGBA, with room for `spare` more. */
export function tableOf(colours: Uint8Array, count: number, spare: number): Table {
  const bits = Math.max(1, Math.ceil(Math.log2(count + spare)));
  const bytes = new Uint8Array(3 * 2 ** bits);
  for (let i = 0; i < count; i++) bytes.set(colours.subarray(i * 4, i * 4 + 3), i * 3);
  return { bits, bytes };
}

/** Signature, screen and the file's table, and how often its frames play when they do so more than once. */
export function writeHead({ width, height }: Size, { bits, bytes }: Table, plays: number): Uint8Array {
  const screen = [...letters('GIF89a'), ...word(width), ...word(height), 0xf0 | (bits - 1), 0, 0];
  return Uint8Array.from([...screen, ...bytes, ...(plays === 1 ? [] : writePlays(plays))]);
}

/** Netscape's application extension counts the times after the first. */
function writePlays(plays: number): number[] {
  const repeats = Math.min(0xffff, Math.max(0, plays - 1));
  return [0x21, 0xff, 11, ...letters('NETSCAPE2.0'), 3, 1, ...word(repeats), 0];
}

/** What stands before a frame's codes. */
export interface FrameHead {
  readonly area: Rect;
  /** Hundredths of a second. */
  readonly delay: number;
  /** True when the area is cleared before the next frame. */
  readonly clears: boolean;
  /** The index that is not painted; undefined for none. */
  readonly transparent: number | undefined;
  /** The frame's own table. */
  readonly table: Table | undefined;
}

/** Graphic control, image descriptor and the frame's own table. */
export function writeFrameHead(head: FrameHead): Uint8Array {
  const { area, delay, clears, transparent, table } = head;
  const flags = ((clears ? 2 : 1) << 2) | (transparent === undefined ? 0 : 1);
  const control = [0x21, 0xf9, 4, flags, ...word(delay), transparent ?? 0, 0];
  const { x, y, width, height } = area;
  const place = [...word(x), ...word(y), ...word(width), ...word(height)];
  return Uint8Array.from([
    ...control,
    0x2c,
    ...place,
    table ? 0x80 | (table.bits - 1) : 0,
    ...(table?.bytes ?? []),
  ]);
}

/** The end of a file. */
export function writeEnd(): Uint8Array {
  return Uint8Array.of(0x3b);
}

function word(value: number): number[] {
  return [value & 255, value >> 8];
}

function letters(text: string): number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}
