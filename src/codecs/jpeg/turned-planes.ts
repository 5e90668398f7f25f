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
    const { width, height } = part;
    const spareX = x ? spareOf(part.x, width, factor) : 0;
    const spareY = y ? spareOf(part.y, height, factor) : 0;
    const kernel = this.kernel.use();
    kernel.turnBegin(width, height, spareX, spareY, this.components, factor, transposed, x, y);
    const whole = pairedPart(part, spareX, spareY);
    for (const row of planesOf(this.#make(whole), this.kernel)!.mcuRows(sampling)) {
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

/**
 * Pixels that are decoded before a flipped side's first: its last pixel turns out the first one of a pair, and where the
 * side is odd the first one would be left without its other half.
 */
function spareOf(start: number, length: number, factor: number): 0 | 1 {
  return start === 0 && length % factor === 1 ? 1 : 0;
}

function pairedPart({ x, y, width, height }: Rect, spareX: number, spareY: number): Rect {
  return { x: x - spareX, y: y - spareY, width: width + spareX, height: height + spareY };
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
  };
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
