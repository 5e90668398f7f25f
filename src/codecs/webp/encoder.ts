/**
 * Encodes lossy WebP with our kernel; transparency, profile and orientation are written around its bitstream. Frames of few colours
 * go through libwebp as well, which also writes bitstreams without loss.
 */
import { pixelCost } from '../../core/image/cost.ts';
import type { Picture } from '../../core/image/picture.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { keepInstance, type Kept } from '../instance.ts';
import { assemble, MAX_SIDE, MAX_SIDE_EC } from './container.ts';
import type { WebpEncodeExports } from './encode-kernel.ts';
import { encodeLossy, type LossyParts } from './encode-lossy.ts';
import { encodeBytes, resultBytes } from './encode-memory.ts';
import { losslessEncoder } from './libwebp.ts';
import { movingEncoder } from './moving.ts';

/** Reference nanoseconds of a pixel. */
const PIXEL = 40;

/** Over our kernel and libwebp's encoder; each has an instance of its own, as decoders are still at work. */
export function webpEncoder(module: WebAssembly.Module, libwebp: WebAssembly.Module): Encoder {
  const kept = keepInstance<WebpEncodeExports>(module, ['encode webp']);
  const bytes: Pick<Required<Encoder>, 'peakBytes' | 'resultBytes'> = {
    peakBytes: (size, { quality }, opaque) => encodeBytes(size, quality, opaque),
    resultBytes: (size, { quality }) => resultBytes(size, quality),
  };
  return {
    maxSide: MAX_SIDE,
    maxSideEc: MAX_SIDE_EC,
    profiles: ['rgb'],
    ...bytes,
    cost: (size) => pixelCost(size, PIXEL),
    encode: (picture, output) => encode(picture, output, kept),
    moving: movingEncoder(
      {
        ...bytes,
        encode: (picture, { quality }) => trusted(kept, encodeLossy(picture, quality, kept.use())),
      },
      losslessEncoder(libwebp),
    ),
  };
}

/** A sign of life while the kernel works. */
const NOTHING = new Uint8Array();

async function* encode(
  picture: Picture,
  output: Output,
  kept: Kept<WebpEncodeExports>,
): AsyncGenerator<Uint8Array> {
  const parts = yield* trusted(kept, encodeLossy(picture, output.quality, kept.use()));
  yield* assemble({ name: 'VP8 ', data: parts.colours }, picture, { ...output, alpha: parts.alpha });
}

/** Passes on what is made; after a fault of the kernel's its instance is not to be trusted. */
async function* trusted(
  kept: Kept<WebpEncodeExports>,
  work: AsyncGenerator<void, LossyParts>,
): AsyncGenerator<Uint8Array, LossyParts> {
  try {
    let step = await work.next();
    for (; !step.done; step = await work.next()) yield NOTHING;
    return step.value;
  } catch (error) {
    if (!(error instanceof ProcessError)) kept.discard();
    throw error;
  } finally {
    await work.return(undefined as never);
  }
}
