/** Takes the transparency out of a picture's rows as they pass, and gives unseen pixels a colour that costs nothing. */
import type { Size } from '../../../core/image/picture.ts';
import { fillUnseen, takeAlpha } from './split.ts';

/** Alpha of a picture, taken strip by strip. */
export interface AlphaPlane {
  /** Takes the next rows, whose pixels become opaque. */
  take(strip: Uint8ClampedArray<ArrayBuffer>): void;
  /** All of it; undefined when every pixel was opaque. */
  plane(): Uint8Array | undefined;
}

const OPAQUE = 255;

/** The plane is only made once a pixel is not opaque. */
export function collectAlpha({ width, height }: Size): AlphaPlane {
  let plane: Uint8Array | undefined;
  let taken = 0;
  let fill: number | undefined;
  return {
    take(strip) {
      const alpha = takeAlpha(strip);
      if (alpha) {
        plane ??= new Uint8Array(width * height).fill(OPAQUE);
        plane.set(alpha, taken);
        fill = fillUnseen(strip, alpha, { width, height: alpha.length / width }, fill);
      } else fill = lastPixel(strip);
      taken += strip.length / 4;
    },
    plane: () => plane,
  };
}

function lastPixel(strip: Uint8ClampedArray<ArrayBuffer>): number {
  return new DataView(strip.buffer, strip.byteOffset).getUint32(strip.length - 4, true);
}
