/** Decodes one coded picture of HEVC. */
import type { Size } from '../../../core/image/picture.ts';
import type { Kept } from '../../instance.ts';
import type { Cicp } from '../colour.ts';
import type { HevcExports } from './kernel.ts';

/** Samples of one plane; those of more than 8 bits have two bytes each. */
export interface Plane {
  readonly samples: Uint8Array | Uint16Array;
  /** Samples from one row to the next. */
  readonly stride: number;
}

/** A decoded picture, in the kernel's memory until the next is decoded there. */
export interface HevcPicture extends Size {
  readonly bits: number;
  /** 0 none, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chroma: number;
  /** What the bitstream itself says of its colours. */
  readonly cicp: Cicp;
  /** Views that last as long as the picture. */
  plane(channel: number): Plane;
}

/** Decodes a picture of NAL units within `limit` bytes of memory; undefined when they show none. */
export function decodeHevc(
  kept: Pick<Kept<HevcExports>, 'use' | 'discard'>,
  units: Iterable<Uint8Array>,
  limit: number,
): HevcPicture | undefined {
  try {
    const kernel = kept.use();
    kernel.start(limit);
    for (const unit of units) {
      const at = kernel.inputAddress(unit.length);
      if (at === 0) return undefined;
      new Uint8Array(kernel.memory.buffer, at, unit.length).set(unit);
      kernel.push(unit.length);
    }
    return kernel.finish() ? pictureOf(kernel) : undefined;
  } catch {
    // Whatever the data led it to, its state is not to be trusted any more.
    kept.discard();
    return undefined;
  }
}

function pictureOf(kernel: HevcExports): HevcPicture {
  const height = kernel.height();
  const chroma = kernel.chromaFormat();
  const wide = Math.max(kernel.bitDepth(false), kernel.bitDepth(true)) > 8;
  return {
    width: kernel.width(),
    height,
    bits: kernel.bitDepth(false),
    chroma,
    cicp: {
      primaries: kernel.primaries(),
      transfer: kernel.transfer(),
      matrix: kernel.matrix(),
      fullRange: kernel.fullRange() !== 0,
    },
    plane(channel) {
      const bytes = kernel.planeStride(channel);
      const length = bytes * (channel > 0 && chroma === 1 ? height / 2 : height);
      const { buffer } = kernel.memory;
      const at = kernel.planeAddress(channel);
      if (!wide) return { samples: new Uint8Array(buffer, at, length), stride: bytes };
      return { samples: new Uint16Array(buffer, at, length / 2), stride: bytes / 2 };
    },
  };
}
