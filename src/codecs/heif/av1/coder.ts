/** AV1: decoded by libavif, which makes RGBA of a picture at once. */
import type { Size } from '../../../core/image/picture.ts';
import type { CodecUse } from '../../codec.ts';
import type { KeptLibrary } from '../../embind.ts';
import type { ModuleLoader } from '../../modules.ts';
import { readCicp } from '../colour.ts';
import type { Rates } from '../../cost.ts';
import type { Coder } from '../coder.ts';
import type { Sampling } from '../configuration.ts';
import type { Samples } from '../target.ts';
import { extentsOf } from '../picture.ts';
import { toneOf } from '../tone.ts';
import { decodeAv1, keepLibavif } from './libavif.ts';
import { type Rgba, rgbaSamples } from './samples.ts';
import { wrapAv1 } from './wrap.ts';

/** The module's first memory. */
const START_BYTES = 17_039_360;
const FREE_BYTES = 10 * 1024 * 1024;
/** Bytes a pixel: what the decoder notes of every block and RGBA, and those of each sample; more of them from 9 bits on. */
const PIXEL = { shallow: 17, deep: 19 } as const;
const SAMPLE = { shallow: 4, deep: 8 } as const;
/** Pixels of fewer bytes are copied out of the library. */
const COPIED_BYTES = 2 * 1024 * 1024;

/** Reference nanoseconds. */
const RATES: Rates = { byte: 1000, source: 150, made: 3 };

/** The coder over one kept instance; `use` is what it counts as. */
export function av1Coder(load: ModuleLoader, use: CodecUse): Coder {
  let kept: KeptLibrary | undefined;
  return {
    type: 'av01',
    rates: RATES,
    bytes: memoryBytes,
    async ready() {
      kept ??= keepLibavif(await load(), [use]);
    },
    open(coded, limit, alone): Samples | undefined {
      const size = extentsOf(coded);
      const file = size && wrapAv1(coded);
      if (!file || !kept) return undefined;
      const cicp = readCicp(coded.properties);
      const tone = cicp && toneOf(cicp);
      const pixels = decodeAv1(kept, file, {
        limit,
        bits: tone ? 16 : 8,
        most: alone ? COPIED_BYTES : Infinity,
      });
      if (pixels?.length !== size.width * size.height * (tone ? 8 : 4)) return undefined;
      return rgbaSamples(size, rgbaOf(pixels, tone));
    },
    dropLarge: () => kept?.dropLarge(),
  };
}

function rgbaOf(pixels: Uint8ClampedArray<ArrayBuffer>, tone: Rgba['tone']): Rgba {
  if (!tone) return { levels: pixels };
  return { levels: new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length / 2), tone };
}

function memoryBytes(size: Size, { bits, perPixel }: Sampling, held: readonly Size[]): number {
  const areas = [size, ...held].map(({ width, height }) => width * height);
  const depth = bits > 8 ? 'deep' : 'shallow';
  const needed = (PIXEL[depth] + perPixel * SAMPLE[depth]) * Math.max(...areas);
  // Copies of what is not alone, or small.
  const copies = held.length > 1 ? areas.slice(1).reduce((sum, area) => sum + 4 * area, 0) : COPIED_BYTES;
  return START_BYTES + Math.max(0, needed - FREE_BYTES) + copies;
}
