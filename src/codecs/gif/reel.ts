/**
 * Frames on their way into a file: what is shown before the frame at hand, that frame, and the one behind it. A frame is
 * written when the next one is known, since it has to clear what that one leaves clear, and is shown longer when that one
 * is no other.
 */
import type { Picture, Rect, Size } from '../../core/image/picture.ts';
import type { GifExports } from './kernel.ts';

/** Pixels that a comparison found. */
export interface Found {
  /** The rectangle around them; undefined when there are none. */
  readonly area: Rect | undefined;
  readonly count: number;
}

/** Frames of one size in the kernel's memory. A still picture is in one place, moving ones in three. */
export interface Reel {
  readonly kernel: GifExports;
  readonly size: Size;
  /** Addresses: what is shown before the frame, 0 when nothing is; the frame; the one that came last. */
  shown: number;
  frame: number;
  next: number;
}

/** A reel for frames like this one. */
export function openReel(kernel: GifExports, { width, height }: Size, moving: boolean): Reel {
  kernel.startEncode(width, height, moving ? 3 : 1);
  const [first = 0, second = 0, third = 0] = [0, 1, 2].map((i) => kernel.frameAddress(i));
  const size = { width, height };
  if (!moving) return { kernel, size, shown: 0, frame: first, next: first };
  for (const at of [first, second]) kernel.wipe(at, width * height * 4);
  return { kernel, size, shown: first, frame: second, next: third };
}

/** Takes the pixels of the frame behind the one at hand. */
export async function takeFrame({ kernel, size, next }: Reel, picture: Picture): Promise<void> {
  let at = next;
  for await (const band of picture.bands()) {
    new Uint8ClampedArray(kernel.memory.buffer, at, band.length).set(band);
    at += band.length;
  }
  kernel.hardenAlpha(next, size.width * size.height);
}

/** Goes on to that frame; `cleared` is the part of the one before that is cleared first. */
export function advance(reel: Reel, cleared: Rect | undefined): void {
  const { kernel, size, shown, frame, next } = reel;
  if (cleared) {
    const { x, y, width, height } = cleared;
    for (let row = y; row < y + height; row++) kernel.wipe(frame + (row * size.width + x) * 4, width * 4);
  }
  if (shown !== 0) [reel.shown, reel.frame, reel.next] = [frame, next, shown];
}

/** True when the frame behind the one at hand looks like it. */
export function isSame(reel: Reel): boolean {
  const { kernel, size, frame, next } = reel;
  kernel.findDrawn(next, frame, size.width, size.height);
  return readFound(kernel).count === 0 && findWiped(reel).count === 0;
}

/** The pixels that the frame at hand changes. */
export function findDrawn({ kernel, size, shown, frame }: Reel): Found {
  kernel.findDrawn(frame, shown, size.width, size.height);
  return readFound(kernel);
}

/** Its pixels that are clear in the one behind it. */
export function findWiped({ kernel, size, frame, next }: Reel): Found {
  kernel.findWiped(frame, next, size.width, size.height);
  return readFound(kernel);
}

function readFound({ memory, foundAddress }: GifExports): Found {
  const numbers = new Uint32Array(memory.buffer, foundAddress(), 5);
  const [left = 0, top = 0, right = 0, bottom = 0, count = 0] = numbers;
  return {
    area: count === 0 ? undefined : { x: left, y: top, width: right - left, height: bottom - top },
    count,
  };
}

/** The smallest rectangle around both. */
export function around(a: Rect | undefined, b: Rect | undefined): Rect | undefined {
  if (!a || !b) return a ?? b;
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}
