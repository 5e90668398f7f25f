/**
 * A decoded JPEG in its own form: YCbCr planes at output size, in the memory of the kernel that decoded them. The
 * encoder of the same kernel instance takes them as they are; nobody else looks at them.
 */
import { Native } from '../../core/image/native.ts';
import type { Picture, Size } from '../../core/image/picture.ts';
import type { Kept, KernelExports } from '../instance.ts';

/** How densely chroma is sampled: one sample for 2 × 2 pixels, or one for each. */
export type ChromaSampling = '4:2:0' | '4:4:4';

/**
 * One row of minimum coded units (T.81 A.2.3), as addresses in kernel memory. With 4:2:0 it has 16 rows of Y and 8 of
 * Cb and Cr; with 4:4:4 and without chroma 8 rows of each. Columns are replicated to the right up to the
 * next multiple of 16 luma samples (8 chroma samples with 4:2:0), and the last row downwards, so that blocks are
 * whole. Valid until the next one is pulled.
 */
export interface McuRow {
  readonly y: number;
  readonly yStride: number;
  /** 0 for a picture without chroma. */
  readonly cb: number;
  readonly cr: number;
  readonly chromaStride: number;
}

/** Planes of a picture that no step has touched since it was decoded. */
export abstract class JpegPlanes extends Native implements Size {
  abstract readonly width: number;
  abstract readonly height: number;
  /** 1: Y alone. 3: Y, Cb, Cr (JFIF, full range). */
  abstract readonly components: 1 | 3;
  /** The kernel whose memory the addresses are in. */
  abstract readonly kernel: Kept<KernelExports>;
  /**
   * The rows from top to bottom, read once and instead of the picture's bands. Decoding happens as they are pulled;
   * a number says how many reference milliseconds were worked while rows are still to come.
   * Throws ProcessError when the data is too damaged to show anything.
   */
  abstract mcuRows(sampling: ChromaSampling): Iterable<McuRow | number>;
}

/** The planes of a picture, if it has any that live in `kernel`. */
export function planesOf({ native }: Picture, kernel: Kept<KernelExports>): JpegPlanes | undefined {
  return native instanceof JpegPlanes && native.kernel === kernel ? native : undefined;
}
