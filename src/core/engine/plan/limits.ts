/** What an original may be. The numbers are the vendor's (operations reference, section 2). */
import type { Size } from '../../image/picture.ts';
import { ProcessError } from '../../spec/error.ts';
import type { Source } from '../../spec/source.ts';
import type { Codec } from '../codec.ts';

/** Bounds on an original. */
export interface Limits {
  /** Bytes of the stored object. */
  readonly bytes: number;
  /** Pixels of width or height. */
  readonly side: number;
  /** Width × height × frames. */
  readonly pixels: number;
  /** Reference milliseconds that one job may compute. */
  readonly cost: number;
}

/** The vendor's own bounds; it publishes none on computing. */
export const OSS_LIMITS: Limits = {
  bytes: 20 * 1024 * 1024,
  side: 30_000,
  pixels: 250_000_000,
  cost: Number.POSITIVE_INFINITY,
};

/** Refuses an object by its stored size, before it is read. Throws `ImageTooLarge`. */
export function checkBytes(bytes: number, limits: Limits): void {
  if (bytes <= limits.bytes) return;
  throw new ProcessError('ImageTooLarge', `The image is larger than ${limits.bytes} bytes.`, {
    ec: '0040-00000001',
  });
}

/** Refuses a source by its header, before a pixel is decoded. Throws `MemLimitExceeded`. */
export function checkSource(source: Source, { sourceSide }: Pick<Codec, 'sourceSide'>, limits: Limits): void {
  const { width, height } = source;
  const side = Math.min(limits.side, sourceSide?.most ?? limits.side);
  if (Math.max(width, height) > side) {
    throw new ProcessError('MemLimitExceeded', `A side of the image is longer than ${side} pixels.`, {
      ec: sourceSide?.ec,
    });
  }
  checkPixels(source, source.frames, limits);
}

/** Refuses more pixels in all frames together than an image may have. Throws `MemLimitExceeded`. */
export function checkPixels({ width, height }: Size, frames: number, limits: Limits): void {
  if (width * height * frames <= limits.pixels) return;
  throw new ProcessError('MemLimitExceeded', `The image has more than ${limits.pixels} pixels.`, {
    ec: '0040-00000012',
  });
}
