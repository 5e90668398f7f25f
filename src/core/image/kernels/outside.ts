/** What becomes of pixels that a shape does not cover: they are cleared, or white where nothing can be clear. */
import type { Band } from '../picture.ts';

/** How pixels fade where the shape ends. */
export interface Outside {
  /** Each byte of a pixel that is not covered at all. */
  readonly byte: number;
  /** Fades the pixel at byte `at`; `covered` is the share of it that stays, from 0 to 1. */
  fade(band: Band, at: number, covered: number): void;
}

/** The outside for an output that can, or cannot, be transparent. */
export function outsideOf(transparent: boolean): Outside {
  return transparent ? { byte: 0, fade: fadeOut } : { byte: 255, fade: fadeToWhite };
}

function fadeOut(band: Band, at: number, covered: number): void {
  band[at + 3] = band[at + 3]! * covered;
  if (band[at + 3] === 0) band.fill(0, at, at + 3);
}

/** Mixes with opaque white; the values are premultiplied, since the pixel itself may be transparent. */
function fadeToWhite(band: Band, at: number, covered: number): void {
  const alpha = band[at + 3]! * covered;
  const white = 255 * (1 - covered);
  const sum = alpha + white;
  if (sum === 0) return;
  for (let channel = 0; channel < 3; channel++) {
    band[at + channel] = (band[at + channel]! * alpha + 255 * white) / sum;
  }
  band[at + 3] = sum;
}
