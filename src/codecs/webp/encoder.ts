/**
 * Encodes WebP with our kernel: lossy, and without loss where nothing is to be lost or a drawing is smaller so.
 * Transparency, profile and orientation are written around the bitstream.
 */
import type { Picture, Size } from '../../core/image/picture.ts';
import { ProcessError } from '../../core/spec/error.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { keepInstance, type Kept } from '../instance.ts';
import { assemble, MAX_SIDE, MAX_SIDE_EC } from './container.ts';
import type { WebpEncodeExports } from './encode-kernel.ts';
import { encodeLossless, losslessCost } from './encode-lossless.ts';
import { encodeLossy, lossyCost } from './encode-lossy.ts';
import { encodeBytes, losslessBytes, losslessResultBytes, resultBytes } from './encode-memory.ts';
import { countColours } from './few-colours.ts';
import { movingEncoder } from './moving.ts';
import {
  type Bitstreams,
  encodeSmaller,
  type LosslessEncoder,
  type LossyEncoder,
  withoutLoss,
} from './smaller.ts';

/** Over our kernel, which has an instance for either kind of bitstream; decoders with others are still at work. */
export function webpEncoder(module: WebAssembly.Module): Encoder {
  const lossy = lossyWith(keepInstance<WebpEncodeExports>(module, ['encode webp']));
  const lossless = losslessWith(keepInstance<WebpEncodeExports>(module, ['encode webp']));
  return {
    maxSide: MAX_SIDE,
    maxSideEc: MAX_SIDE_EC,
    profiles: ['rgb'],
    peakBytes(size, output, opaque) {
      if (wantsExact(size, output)) return losslessBytes(size) + losslessResultBytes(size);
      const held = lossy.peakBytes(size, output, opaque);
      if (!triesExact(size, output)) return held;
      // Its pixels as indices, and what is made of them.
      return held + size.width * size.height + losslessBytes(size) + losslessResultBytes(size) / RGBA_BYTES;
    },
    resultBytes: (size, output, opaque) =>
      wantsExact(size, output) ? losslessResultBytes(size) : lossy.resultBytes(size, output, opaque),
    cost: (size, output) => {
      if (wantsExact(size, output)) return losslessCost(size, false);
      return lossyCost(size) + (triesExact(size, output) ? losslessCost(size, true) : 0);
    },
    signs: true,
    async *encode(picture, output) {
      const { colours, alpha } = yield* bitstreamsOf(picture, output, lossy, lossless);
      yield* assemble(colours, picture, { ...output, alpha });
    },
    moving: movingEncoder(lossy, lossless),
  };
}

const RGBA_BYTES = 4;
/** Larger pictures are not written without loss: theirs may be files of tens of megabytes. */
const MOST_EXACT = 8 * 1024 * 1024;
/** Larger pictures are not looked through for few colours. */
const MOST_TRIED = 2 * 1024 * 1024;

/** True when nothing is to be lost. */
function wantsExact({ width, height }: Size, { exact }: Output): boolean {
  return exact === true && width * height <= MOST_EXACT;
}

/** True when a picture of few colours is written without loss where that is smaller. */
function triesExact({ width, height }: Size, { drawing }: Output): boolean {
  return drawing === true && width * height <= MOST_TRIED;
}

async function* bitstreamsOf(
  picture: Picture,
  output: Output,
  lossy: LossyEncoder,
  lossless: LosslessEncoder,
): AsyncGenerator<Uint8Array, Bitstreams> {
  if (wantsExact(picture, output)) return withoutLoss((yield* lossless.encode(picture))!);
  if (!triesExact(picture, output)) return yield* encodeSmaller(picture, output, lossy, undefined);
  const { few, picture: held } = await countColours(picture);
  return yield* encodeSmaller(held, output, lossy, few ? lossless : undefined);
}

function lossyWith(kept: Kept<WebpEncodeExports>): LossyEncoder {
  return {
    peakBytes: (size, { quality }, opaque) => encodeBytes(size, quality, opaque),
    resultBytes: (size, { quality }) => resultBytes(size, quality),
    cost: lossyCost,
    encode: (picture, { quality }) => trusted(kept, encodeLossy(picture, quality, kept.use())),
  };
}

function losslessWith(kept: Kept<WebpEncodeExports>): LosslessEncoder {
  return {
    workBytes: losslessBytes,
    cost: losslessCost,
    encode: (picture) => trusted(kept, encodeLossless(picture, kept.use(), losslessResultBytes(picture))),
  };
}

/** Passes on what is made; after a fault of the kernel's its instance is not to be trusted. */
async function* trusted<T>(
  kept: Kept<WebpEncodeExports>,
  work: AsyncGenerator<Uint8Array, T>,
): AsyncGenerator<Uint8Array, T> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof ProcessError)) kept.discard();
    throw error;
  }
}
