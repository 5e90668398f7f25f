/** Writes PNG files of every colour type, depth, filter and interlacing: what sharp cannot be asked for. */
import { crc32, deflateSync } from 'node:zlib';
import type { Rect, Size } from '../../../src/core/image/picture.ts';

export interface Recipe extends Size {
  readonly colour: number;
  readonly depth: number;
  readonly interlaced?: boolean;
  /** Filter of each row, by its number; 0 when left out. */
  readonly filter?: (row: number) => number;
  /** Sample of a pixel's channel, below 2 to the power of `depth`. */
  readonly sample: (x: number, y: number, channel: number) => number;
  /** Chunks before the pixels: name and data. */
  readonly extra?: readonly (readonly [name: string, data: Uint8Array])[];
  /** Bytes of each IDAT chunk. */
  readonly piece?: number;
  /** What becomes of the filtered rows before they are written. */
  readonly compress?: (rows: Uint8Array) => Uint8Array;
}

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PLAIN = [[0, 0, 1, 1]] as const;
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export function writePng(recipe: Recipe): Uint8Array<ArrayBuffer> {
  const { width, height, depth, colour, interlaced = false, extra = [], piece = 1 << 30 } = recipe;
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const rows = Buffer.concat((interlaced ? ADAM7 : PLAIN).map((pass) => passRows(recipe, pass)));
  const data = (recipe.compress ?? deflateSync)(rows);
  const pieces = Array.from({ length: Math.ceil(data.length / piece) }, (_, i) =>
    chunk('IDAT', data.subarray(i * piece, (i + 1) * piece)),
  );
  const before = extra.map(([name, bytes]) => chunk(name, bytes));
  const all = [
    new Uint8Array(SIGNATURE),
    chunk('IHDR', head),
    ...before,
    ...pieces,
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat(all));
}

/** A frame of an animation, of one colour: RGBA. */
export interface FrameParts {
  readonly place: Rect;
  readonly colour: readonly number[];
  /** Parts of a second, and how many a second has; 100 of 1000 when left out. */
  readonly delay?: readonly [number, number];
  /** 0 stays, 1 is cleared, 2 gives back what was there. */
  readonly dispose?: number;
  /** True when it is laid over what is there. */
  readonly over?: boolean;
  readonly interlaced?: boolean;
}

/** An animated PNG of 8-bit RGBA; `hidden` is a default image that is none of the frames. */
export function apngOf(
  canvas: Size,
  frames: readonly FrameParts[],
  { plays = 0, hidden }: { plays?: number; hidden?: readonly number[] } = {},
): Uint8Array<ArrayBuffer> {
  const pixelsOf = ({ width, height }: Size, colour: readonly number[], interlaced = false) =>
    deflateSync(
      Buffer.concat(
        (interlaced ? ADAM7 : PLAIN).map((pass) =>
          passRows(
            { width, height, colour: 6, depth: 8, sample: (_, __, channel) => colour[channel]! },
            pass,
          ),
        ),
      ),
    );
  let sequence = 0;
  const words = (...values: number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4);
    return bytes;
  };
  const chunks = frames.flatMap(
    ({ place, colour, delay = [100, 1000], dispose = 0, over, interlaced }, i) => {
      const { x, y, width, height } = place;
      const tail = Buffer.from([
        delay[0] >> 8,
        delay[0] & 255,
        delay[1] >> 8,
        delay[1] & 255,
        dispose,
        over ? 1 : 0,
      ]);
      const head = chunk('fcTL', Buffer.concat([words(sequence++, width, height, x, y), tail]));
      const pixels = pixelsOf(place, colour, interlaced);
      if (i === 0 && !hidden) return [head, chunk('IDAT', pixels)];
      const half = pixels.length >> 1;
      const parts = [pixels.subarray(0, half), pixels.subarray(half)];
      return [head, ...parts.map((part) => chunk('fdAT', Buffer.concat([words(sequence++), part])))];
    },
  );
  const interlaced = frames.some((frame) => frame.interlaced);
  const head = Buffer.concat([
    words(canvas.width, canvas.height),
    Buffer.from([8, 6, 0, 0, interlaced ? 1 : 0]),
  ]);
  return new Uint8Array(
    Buffer.concat([
      new Uint8Array(SIGNATURE),
      chunk('IHDR', head),
      chunk('acTL', words(frames.length, plays)),
      ...(hidden ? [chunk('IDAT', pixelsOf(canvas, hidden))] : []),
      ...chunks,
      chunk('IEND', new Uint8Array()),
    ]),
  );
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

function passRows(recipe: Recipe, [x0, y0, dx, dy]: readonly [number, number, number, number]): Uint8Array {
  const { width, height, depth, colour, filter = () => 0 } = recipe;
  const channels = CHANNELS[colour] ?? 1;
  const columns = Math.max(0, Math.ceil((width - x0) / dx));
  const lines = columns === 0 ? 0 : Math.max(0, Math.ceil((height - y0) / dy));
  const bytes = Math.ceil((columns * channels * depth) / 8);
  const bpp = Math.max(1, (channels * depth) >> 3);
  const rows: Uint8Array[] = [];
  let above = new Uint8Array(bytes);
  for (let line = 0; line < lines; line++) {
    const row = new Uint8Array(bytes);
    for (let i = 0; i < columns * channels; i++) {
      const pixel = Math.floor(i / channels);
      putSample(row, i, depth, recipe.sample(x0 + pixel * dx, y0 + line * dy, i % channels));
    }
    rows.push(filtered(row, above, filter(line), bpp));
    above = row;
  }
  return Buffer.concat(rows);
}

function putSample(row: Uint8Array, index: number, depth: number, value: number): void {
  if (depth === 16) row.set([value >> 8, value & 255], index * 2);
  else {
    const bit = index * depth;
    row[bit >> 3]! |= value << (8 - depth - (bit & 7));
  }
}

function filtered(row: Uint8Array, above: Uint8Array, type: number, bpp: number): Uint8Array {
  const out = new Uint8Array(row.length + 1);
  out[0] = type;
  for (let i = 0; i < row.length; i++) {
    const left = i < bpp ? 0 : row[i - bpp]!;
    const corner = i < bpp ? 0 : above[i - bpp]!;
    out[i + 1] = row[i]! - predict(type, left, above[i]!, corner);
  }
  return out;
}

function predict(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  if (type !== 4) return 0;
  const guess = left + up - corner;
  const [farLeft, farUp, farCorner] = [guess - left, guess - up, guess - corner].map(Math.abs) as [
    number,
    number,
    number,
  ];
  if (farLeft <= farUp && farLeft <= farCorner) return left;
  return farUp <= farCorner ? up : corner;
}

/** Every colour type with every depth it may have. */
export const TYPES = [
  [0, 1],
  [0, 2],
  [0, 4],
  [0, 8],
  [0, 16],
  [2, 8],
  [2, 16],
  [3, 1],
  [3, 2],
  [3, 4],
  [3, 8],
  [4, 8],
  [4, 16],
  [6, 8],
  [6, 16],
] as const;

export const PALETTE = new Uint8Array(768).map((_, i) => (i * 37 + (i >> 3)) & 255);

/** A picture with slopes, edges and repeats, in any type, filtered in turns. */
export function recipe(colour: number, depth: number, changes: Partial<Recipe> = {}): Recipe {
  const most = 2 ** depth - 1;
  return {
    width: 53,
    height: 41,
    colour,
    depth,
    filter: (row) => row % 5,
    sample: (x, y, channel) =>
      (x + y) % 11 < 5
        ? Math.floor(((x * 5 + y * 3 + channel * 29) * most) / 500) & most
        : (x * x * 7 + y * 131) & most,
    extra: colour === 3 ? [['PLTE', PALETTE.subarray(0, 3 * 2 ** depth)]] : [],
    ...changes,
  };
}
