/** Decides whether a result moves, and what its encoder then holds. */
import type { Size } from '../../image/picture.ts';
import { ProcessError } from '../../spec/error.ts';
import type { Movement, Output } from '../../spec/output.ts';
import type { Source } from '../../spec/source.ts';
import type { Decoder, Encoder } from '../codec.ts';

/**
 * The most bytes of an animation. Its frames could all be noise, but hardly ever are, so a long one is promised this
 * much and no more; one that does not get by with it is refused.
 */
export const MAX_MOVING_BYTES = 32 * 1024 * 1024;

/** How the result moves: as the source does, when its decoder and the encoder both know how. */
export function decideMovement(source: Source, decoder: Decoder, encoder: Encoder): Movement | undefined {
  if (source.frames === 1 || !decoder.frames || !encoder.moving) return undefined;
  return { frames: source.frames, plays: source.plays ?? 0 };
}

/** What an encoder holds. */
export interface EncodePlan {
  /** Peak bytes, the result included. */
  readonly bytes: number;
  /** The most bytes that the result may have; a still one has as many as it needs, and `bytes` counts them. */
  readonly resultBytes: number;
}

/** Plans an encoding. `opaque` when no pixel can be transparent. */
export function planEncode(encoder: Encoder, size: Size, output: Output, opaque: boolean): EncodePlan {
  const { moving } = encoder;
  const { movement } = output;
  if (!moving || !movement) {
    return { bytes: encoder.peakBytes(size, output, opaque), resultBytes: Infinity };
  }
  const worst = moving.frameBytes(size, output, opaque) * movement.frames;
  const resultBytes = Math.min(worst, MAX_MOVING_BYTES);
  return { bytes: moving.workBytes(size, output, opaque) + resultBytes, resultBytes };
}

/** Refuses a result that outgrows its promise. Throws `ImageTooLarge`. */
export function checkResultBytes(bytes: number, { resultBytes }: Pick<EncodePlan, 'resultBytes'>): void {
  if (bytes <= resultBytes) return;
  throw new ProcessError('ImageTooLarge', `The animation is larger than ${resultBytes} bytes.`, {
    ec: '0040-00000001',
  });
}
