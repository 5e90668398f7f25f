/**
 * An interlaced picture held at full size: in memory of its own, which is given back at once when it has flowed, as the
 * kernel's memory never shrinks. The region is widened to the left and upwards to whole blocks of 8, so that a pixel
 * that never came has a known one to be filled from.
 */
import type { Rect } from '../../core/image/picture.ts';
import type { PngExports } from './kernel.ts';

/** A region whose pixels come line by line of each pass, and go row by row. */
export interface HeldPicture {
  /** Takes the line that the kernel hands over. */
  put(): void;
  /** Turns row `y` of the region into RGBA at address `to` of the kernel's memory. */
  row(y: number, to: number): void;
  release(): void;
}

/** Holds a region in pixels of `bytes` bytes. */
export function holdPicture(kernel: PngExports, cut: Rect, bytes: number): HeldPicture {
  const left = cut.x - (cut.x % 8);
  const top = cut.y - (cut.y % 8);
  const pitch = (cut.x - left + cut.width) * bytes;
  const pixels = new Uint8Array(heldBytes(cut, bytes));
  return {
    put() {
      const line = new Uint8Array(kernel.memory.buffer, kernel.bandAddress(), kernel.handedCount() * bytes);
      const at = (kernel.handedY() - top) * pitch + (kernel.handedX() - left) * bytes;
      scatter(line, pixels, at, kernel.handedStep() * bytes, bytes);
    },
    row(y, to) {
      const steps = { x: kernel.knownX(cut.y + y), y: kernel.knownY(cut.y + y) };
      const from = cut.y + y - top - (steps.y > 1 ? (cut.y + y) % steps.y : 0);
      const row = pixels.subarray(from * pitch, (from + 1) * pitch);
      const whole = steps.x > 1 ? filled(row, steps.x, bytes) : row;
      new Uint8Array(kernel.memory.buffer).set(whole, kernel.scratchAddress());
      kernel.heldToRgba(kernel.scratchAddress() + (cut.x - left) * bytes, cut.width, to);
    },
    release: () => void (pixels.buffer as { transfer?(bytes: number): ArrayBuffer }).transfer?.(0),
  };
}

/** Bytes of a held region. */
export function heldBytes({ x, y, width, height }: Rect, bytes: number): number {
  return ((x % 8) + width) * ((y % 8) + height) * bytes;
}

/** Puts pixels `step` bytes apart, from byte `at` on. */
function scatter(line: Uint8Array, pixels: Uint8Array, at: number, step: number, bytes: number): void {
  if (step === bytes) {
    pixels.set(line, at);
    return;
  }
  for (let from = 0, to = at; from < line.length; from += bytes, to += step) {
    for (let i = 0; i < bytes; i++) pixels[to + i] = line[from + i]!;
  }
}

/** A row of which only every `step`th pixel is known: it stands for those that follow. */
function filled(row: Uint8Array, step: number, bytes: number): Uint8Array {
  const pixelAt = (i: number): number => Math.floor(i / bytes / step) * step * bytes + (i % bytes);
  return Uint8Array.from(row, (_, i) => row[pixelAt(i)]!);
}
