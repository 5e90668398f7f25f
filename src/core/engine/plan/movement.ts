/** Decides whether a result moves, what its encoder then holds, and how large the result may become. */
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
  /** Bytes of them for the result alone, as far as that is known. */
  readonly promisedBytes: number;
  /** The most bytes that the result may have; a still one has as many as it needs, unless memory is short. */
  readonly resultBytes: number;
  /** Reference milliseconds, all frames of it. */
  readonly cost: number;
  /** True when the encoder gives signs of this work. */
  readonly signs: boolean;
}

/** Plans an encoding. `opaque` when no pixel can be transparent. */
export function planEncode(encoder: Encoder, size: Size, output: Output, opaque: boolean): EncodePlan {
  const { moving } = encoder;
  const { movement } = output;
  if (!moving || !movement) {
    const promisedBytes = encoder.resultBytes?.(size, output, opaque) ?? 0;
    const bytes = encoder.peakBytes(size, output, opaque);
    const cost = encoder.cost(size, output, opaque);
    return { bytes, promisedBytes, resultBytes: Infinity, cost, signs: encoder.signs === true };
  }
  const worst = moving.frameBytes(size, output, opaque) * movement.frames;
  const resultBytes = Math.min(worst, MAX_MOVING_BYTES);
  const bytes = moving.workBytes(size, output, opaque) + resultBytes;
  const cost = moving.cost(size, output, opaque) * movement.frames;
  return { bytes, promisedBytes: resultBytes, resultBytes, cost, signs: moving.signs === true };
}

/** Less room than this is not worth trying with: most results of such a job would be refused at its end. */
const LEAST_RESULT = 4 * 1024 * 1024;

/**
 * A job that would not fit beside the largest result there can be: the result gets what its work leaves of `capacity`.
 * Nearly every one is much smaller; one that is not is refused. The same plan when the job fits, or never can.
 */
export function boundResult<Plan extends ResultPlan>(plan: Plan, capacity: number): Plan {
  const left = plan.promisedBytes - (plan.peakBytes - capacity);
  if (plan.peakBytes <= capacity || left < LEAST_RESULT) return plan;
  const resultBytes = Math.min(plan.resultBytes, left);
  return { ...plan, peakBytes: capacity, promisedBytes: left, resultBytes };
}

/** The part of a job's plan that its result is bounded by. */
interface ResultPlan extends Pick<EncodePlan, 'promisedBytes' | 'resultBytes'> {
  readonly peakBytes: number;
}

/** Refuses a result that outgrows its promise. Throws `ImageTooLarge`. */
export function checkResultBytes(bytes: number, { resultBytes }: Pick<EncodePlan, 'resultBytes'>): void {
  if (bytes <= resultBytes) return;
  throw new ProcessError('ImageTooLarge', `The result is larger than ${resultBytes} bytes.`, {
    ec: '0040-00000001',
  });
}
