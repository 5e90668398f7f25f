/** Expanded bytes of one strip or tile, in whatever pieces the caller wants them. */
import { STEP, type TiffExports } from './kernel.ts';
import type { Windowed } from './windowed.ts';

/** Gives the next bytes of a strip or tile. */
export interface Stream {
  /** Fills the target as far as the data goes; how many bytes it filled. */
  read(target: Uint8Array): number;
}

/** Bytes as they are. */
export function openPlain(data: Uint8Array): Stream {
  let at = 0;
  return {
    read(target) {
      const part = data.subarray(at, at + target.length);
      target.set(part);
      at += part.length;
      return part.length;
    },
  };
}

/** Runs of equal bytes, and bytes as they are (TIFF 6.0, section 9). */
export function openPackBits(data: Uint8Array): Stream {
  let at = 0;
  let left = 0;
  let repeats = false;
  return {
    read(target) {
      let to = 0;
      while (to < target.length) {
        if (left === 0) {
          if (at >= data.length) break;
          const head = data[at++]!;
          // 128 does nothing.
          if (head === 128) continue;
          repeats = head > 128;
          left = repeats ? 257 - head : head + 1;
        }
        const count = Math.min(left, target.length - to);
        if (repeats) target.fill(data[at] ?? 0, to, to + count);
        else target.set(data.subarray(at, at + count), to);
        to += count;
        left -= count;
        if (!repeats) at += count;
        else if (left === 0) at++;
        if (at > data.length) break;
      }
      return to;
    },
  };
}

/** What the kernel expands: data of one of `METHOD`, and what it reaches back to where that is far. */
export function openKernel(
  { data, method, past = 0, delta = 0 }: Pick<Windowed, 'data' | 'method'> & Partial<Windowed>,
  kernel: TiffExports,
): Stream {
  let at = 0;
  let ended = false;
  kernel.start(method, past, delta);

  function feed(): void {
    const part = data.subarray(at, at + kernel.inputRoom());
    new Uint8Array(kernel.memory.buffer).set(part, kernel.inputAddress());
    at += part.length;
    kernel.inputAdded(part.length, at >= data.length);
  }

  return {
    read(target) {
      let to = 0;
      while (to < target.length) {
        const count = Math.min(target.length - to, kernel.outputBytes());
        if (count > 0) {
          target.set(new Uint8Array(kernel.memory.buffer, kernel.outputAddress(), count), to);
          kernel.outputTaken(count);
          to += count;
          continue;
        }
        if (ended) break;
        const answer = kernel.step();
        if (answer === STEP.ended) ended = true;
        else if (answer === STEP.wantsInput) feed();
      }
      return to;
    },
  };
}
