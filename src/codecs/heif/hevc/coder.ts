/** HEVC: decoded by libde265, whose planes are painted where they are. */
import type { Size } from '../../../core/image/picture.ts';
import type { CodecUse } from '../../codec.ts';
import type { ModuleLoader } from '../../modules.ts';
import { type Cicp, readCicp } from '../colour.ts';
import type { Rates } from '../../cost.ts';
import type { Coder } from '../coder.ts';
import { configurationOf, type Sampling } from '../configuration.ts';
import { toneOf } from '../tone.ts';
import { decodeHevc } from './decode.ts';
import { keepLibde265, type KeptLibde265 } from './libde265.ts';
import { hevcSamples } from './samples.ts';

/** The module's first memory, of which the decoder has all but a little. */
const START_BYTES = 17_039_360;
const FREE_BYTES = 14 * 1024 * 1024;
/** Bytes a pixel beside its samples: what the decoder notes of every block. */
const NOTES = 1.6;
/** The step that memory grows by. */
const GROWTH = 1024 * 1024;
const UNSPECIFIED = 2;

/** Reference nanoseconds. */
const RATES: Rates = { byte: 60, source: 40, made: 3 };

/** The coder over one kept instance; `use` is what it counts as. */
export function hevcCoder(load: ModuleLoader, use: CodecUse): Coder {
  let kept: KeptLibde265 | undefined;
  return {
    type: 'hvc1',
    rates: RATES,
    bytes: memoryBytes,
    async ready() {
      kept ??= keepLibde265(await load(), [use]);
    },
    open(coded, limit) {
      const configuration = configurationOf(coded)?.data;
      const data = coded.bytes();
      const picture = kept && configuration && data && decodeHevc(kept, { configuration, data, limit });
      if (!picture) return undefined;
      const cicp = coloursOf(readCicp(coded.properties), picture.cicp);
      return hevcSamples(picture, cicp, toneOf(cicp));
    },
    dropLarge: () => kept?.dropLarge(),
  };
}

/** What the file says goes before what the bitstream says; one of them may leave things open. */
function coloursOf(file: Cicp | undefined, stream: Cicp): Cicp {
  if (!file) return stream;
  const known = (a: number, b: number) => (a === UNSPECIFIED ? b : a);
  return {
    primaries: known(file.primaries, stream.primaries),
    transfer: known(file.transfer, stream.transfer),
    matrix: known(file.matrix, stream.matrix),
    fullRange: file.fullRange,
  };
}

function memoryBytes(size: Size, { bits, perPixel }: Sampling, held: readonly Size[]): number {
  const each = perPixel * (bits > 8 ? 2 : 1) + NOTES;
  const pixels = [size, ...held].map(({ width, height }) => width * height);
  const largest = Math.max(...pixels);
  const needed = each * (pixels.slice(1).reduce((sum, count) => sum + count, 0) + largest);
  return START_BYTES + (needed > FREE_BYTES ? needed - FREE_BYTES + GROWTH : 0);
}
