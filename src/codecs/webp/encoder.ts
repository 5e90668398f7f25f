/**
 * Encodes WebP: lossy, and without loss where nothing is to be lost or a drawing is smaller so. Transparency, profile and
 * orientation are written around the bitstream.
 */
import type { Size } from '../../core/image/picture.ts';
import type { Output } from '../../core/spec/output.ts';
import type { Encoder } from '../codec.ts';
import { guarded, keepInstance, type Kept } from '../instance.ts';
import type { WasmModules } from '../modules.ts';
import { assemble, MAX_SIDE, MAX_SIDE_EC } from './container.ts';
import type { WebpEncodeExports } from './encode-kernel.ts';
import { encodeLossless, losslessCost } from './encode-lossless.ts';
import { encodeLossy, lossyCost } from './encode-lossy.ts';
import { encodeBytes, losslessBytes, losslessResultBytes, resultBytes, TOGETHER } from './encode-memory.ts';
import { libwebpLossy } from './libwebp.ts';
import { movingEncoder } from './moving.ts';
import {
  type LosslessEncoder,
  type LossyEncoder,
  type Way,
  type Writer,
  writerIn,
  type WriterOf,
} from './ways.ts';

/** Over our kernel, or for `small` with lossy bitstreams of libwebp's. */
export function webpEncoder(
  modules: Pick<WasmModules, 'webp' | 'webpEncode'>,
  encoder: 'fast' | 'small',
): Encoder {
  // One instance for either kind of bitstream: transparency is written without loss beside a lossy one.
  const kernel = () => keepInstance<WebpEncodeExports>(modules.webp, ['encode webp']);
  const kept = kernel();
  const lossy = encoder === 'small' ? libwebpLossy(modules.webpEncode, kept) : lossyWith(kernel(), kept);
  const coders = { lossy, lossless: losslessWith(kept) };
  const writers: Writers = {
    exact: writerIn('exact', coders),
    smaller: writerIn('smaller', coders),
    lossy: writerIn('lossy', coders),
  };
  return {
    maxSide: MAX_SIDE,
    maxSideEc: MAX_SIDE_EC,
    profiles: ['rgb'],
    ...stillEncoder((size, output) => writers[wayOf(size, output)]),
    moving: movingEncoder((size, output) => (wantsExact(size, output) ? writers.exact : writers.smaller)),
  };
}

type Writers = Readonly<Record<Way, Writer>>;

function stillEncoder(writerOf: WriterOf): Omit<Encoder, 'maxSide'> {
  return {
    peakBytes: (size, output, opaque) => writerOf(size, output).peakBytes(size, output, opaque),
    resultBytes: (size, output, opaque) => writerOf(size, output).resultBytes(size, output, opaque),
    cost: (size, output, opaque) => writerOf(size, output).cost(size, output, opaque),
    signs: true,
    async *encode(picture, output) {
      const { colours, alpha } = yield* writerOf(picture, output).encode(picture, output);
      yield* assemble(colours, picture, { ...output, alpha });
    },
  };
}

/** Larger pictures are not written without loss: theirs may be files of tens of megabytes. */
const MOST_EXACT = 8 * 1024 * 1024;
/** Larger pictures are not looked through for few colours. */
const MOST_TRIED = 2 * 1024 * 1024;

function wayOf(size: Size, output: Output): Way {
  if (wantsExact(size, output)) return 'exact';
  return output.drawing && size.width * size.height <= MOST_TRIED ? 'smaller' : 'lossy';
}

/** True when nothing is to be lost. */
function wantsExact({ width, height }: Size, { exact }: Output): boolean {
  return exact === true && width * height <= MOST_EXACT;
}

function lossyWith(kept: Kept<WebpEncodeExports>, alpha: Kept<WebpEncodeExports>): LossyEncoder {
  return {
    peakBytes: (size, { quality }, opaque) => encodeBytes(size, quality, opaque),
    resultBytes: (size, { quality }, opaque) => resultBytes(size, quality, opaque),
    cost: lossyCost,
    encode: (picture, output) => guarded(kept, (kernel) => encodeLossy(picture, output, kernel, alpha)),
  };
}

function losslessWith(kept: Kept<WebpEncodeExports>): LosslessEncoder {
  return {
    workBytes: (size) => losslessBytes(size, TOGETHER),
    resultBytes: losslessResultBytes,
    cost: losslessCost,
    encode: (picture, palette) =>
      guarded(kept, (kernel) =>
        encodeLossless(
          picture,
          kernel,
          { palette, together: TOGETHER },
          losslessResultBytes(picture, !!palette),
        ),
      ),
  };
}
