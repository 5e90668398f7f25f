/** Planes of a JPEG that are turned between its decoder and its encoder, in the kernel that both are. */
import type { Turn } from '../../core/image/geometry.ts';
import { turnSize } from '../../core/image/geometry.ts';
import type { MakePart, NativeTurns } from '../../core/image/native.ts';
import type { Rect, Size } from '../../core/image/picture.ts';
import { end, type Kept } from '../instance.ts';
import type { JpegTurnExports } from './decode-kernel.ts';
import { type ChromaSampling, JpegPlanes, type McuRow, planesOf } from './planes.ts';

/** Samples around a plane, and what it is filled up to (`wasm/jpeg/assembly/turn.ts`). */
const MARGIN = 16;
/** What goes around a block of the kernel's memory, and what that grows by. */
const BLOCK_EXTRA = 256;
const PAGE_BYTES = 65_536;

/** Which sides are flipped before columns become rows. */
interface Flips {
  readonly transposed: boolean;
  readonly x: boolean;
  readonly y: boolean;
}

function flipsOf({ quarters, mirror }: Turn): Flips {
  const x = quarters >= 2;
  return { transposed: quarters % 2 === 1, x: x !== mirror, y: quarters === 1 || quarters === 2 };
}

/** The decoder's planes of a picture, turned: strip after strip, each decoded when it is due. */
export class TurnedPlanes extends JpegPlanes {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly kernel: Kept<JpegTurnExports>;
  readonly #turn: Turn;
  readonly #parts: readonly Rect[];
  readonly #make: MakePart;

  constructor(
    whole: JpegPlanes & { readonly kernel: Kept<JpegTurnExports> },
    turn: Turn,
    parts: readonly Rect[],
    make: MakePart,
  ) {
    super();
    const { width, height } = turnSize(whole, turn);
    this.width = width;
    this.height = height;
    this.components = whole.components;
    this.kernel = whole.kernel;
    this.#turn = turn;
    this.#parts = parts;
    this.#make = make;
  }

  override *mcuRows(sampling: ChromaSampling): Generator<McuRow | number> {
    for (const part of this.#parts) {
      try {
        yield* this.#strip(part, sampling);
      } finally {
        end(this.kernel, (kernel) => kernel.turnEnd());
      }
    }
  }

  *#strip(part: Rect, sampling: ChromaSampling): Generator<McuRow | number> {
    const factor = this.components === 3 && sampling === '4:2:0' ? 2 : 1;
    const { transposed, x, y } = flipsOf(this.#turn);
    const kernel = this.kernel.use();
    kernel.turnBegin(part.width, part.height, this.components, factor, transposed, x, y);
    for (const row of planesOf(this.#make(part), this.kernel)!.mcuRows(sampling)) {
      if (typeof row === 'number') yield row;
      else kernel.turnRows(row.y, row.yStride, row.cb, row.cr, row.chromaStride);
    }
    kernel.turnFinish();
    yield* turnedRows(kernel, turnSize(part, this.#turn), this.components, 8 * factor);
  }

  override turned(): never {
    throw new Error('a picture is turned once');
  }
}

function* turnedRows(
  kernel: JpegTurnExports,
  { height }: Size,
  components: number,
  side: number,
): Generator<McuRow> {
  const coloured = components === 3;
  const yStride = kernel.turnedStride(0);
  const chromaStride = coloured ? kernel.turnedStride(1) : 0;
  for (let row = 0; row < height; row += side) {
    const below = (row / side) * 8 * chromaStride;
    yield {
      y: kernel.turnedPlane(0) + row * yStride,
      yStride,
      cb: coloured ? kernel.turnedPlane(1) + below : 0,
      cr: coloured ? kernel.turnedPlane(2) + below : 0,
      chromaStride,
    };
  }
}

/** How an encoder of this sampling takes turned pictures; `kernel` is its decoder's too. */
export function planeTurns(kernel: object, sampling: ChromaSampling): NativeTurns {
  const factor = sampling === '4:2:0' ? 2 : 1;
  return {
    form: kernel,
    unit: 2 * MARGIN,
    rowBytes: (width) => width * (1 + 2 / (factor * factor)),
    bytes: (strip) => heldBytes(strip, factor),
    keeps: (size, turn) => factor === 1 || isEven(size, flipsOf(turn)),
  };
}

/** Where a side is flipped, one sample of chroma must not come to stand for halves of two pairs of pixels. */
function isEven({ width, height }: Size, { x, y }: Flips): boolean {
  return (!x || width % 2 === 0) && (!y || height % 2 === 0);
}

function heldBytes({ width, height }: Size, factor: number): number {
  const [luma, ...chroma] = [1, factor, factor].map((divisor) =>
    planeBytes(Math.ceil(width / divisor), Math.ceil(height / divisor)),
  );
  const all = chroma.reduce((a, b) => a + b, luma!);
  return Math.ceil(all / PAGE_BYTES) * PAGE_BYTES;
}

function planeBytes(width: number, height: number): number {
  return (roundUp(height) + MARGIN) * (roundUp(width) + 2 * MARGIN) + BLOCK_EXTRA;
}

function roundUp(samples: number): number {
  return Math.ceil(samples / MARGIN) * MARGIN;
}
