/** HEVC: decoded by the kernel, whose planes are painted where they are. */
import type { Size } from '../../../core/image/picture.ts';
import type { CodecUse } from '../../codec.ts';
import type { Rates } from '../../cost.ts';
import { KEEP_BYTES, keepInstance, type Kept } from '../../instance.ts';
import type { ModuleLoader } from '../../modules.ts';
import type { Coder } from '../coder.ts';
import { type Cicp, readCicp } from '../colour.ts';
import { configurationOf, type Sampling } from '../configuration.ts';
import { toneOf } from '../tone.ts';
import { decodeHevc } from './decode.ts';
import type { HevcExports } from './kernel.ts';
import { nalUnits } from './parameter-sets.ts';
import { hevcSamples } from './samples.ts';

/** What an instance has before a picture: its tables, and what blocks of memory are rounded up to. */
const START_BYTES = 5 * 65_536;
/** Bytes a pixel beside its samples: what the kernel notes of every block. */
const NOTES = 0.5;
/** Sides of a picture are whole coding blocks, of so many pixels at most; as many rows and two are held by filters. */
const BLOCK = 64;
const UNSPECIFIED = 2;

/** Reference nanoseconds. */
const RATES: Rates = { byte: 40, source: 22, made: 3 };

/** The coder; `use` is what its instances count as. Each picture that is open has an instance of its own. */
export function hevcCoder(load: ModuleLoader, use: CodecUse): Coder {
  const instances: Kept<HevcExports>[] = [];
  const open = new Set<Kept<HevcExports>>();
  let module: WebAssembly.Module | undefined;

  function idle(): Kept<HevcExports> {
    const known = instances.find((instance) => !open.has(instance));
    const instance = known ?? keepInstance<HevcExports>(module!, [use], KEEP_BYTES);
    if (!known) instances.push(instance);
    return instance;
  }

  return {
    type: 'hvc1',
    rates: RATES,
    bytes: memoryBytes,
    async ready() {
      module ??= await load();
    },
    open(coded, limit) {
      const configuration = configurationOf(coded)?.data;
      const data = coded.bytes();
      if (!module || !configuration || !data) return undefined;
      const instance = idle();
      const picture = decodeHevc(instance, nalUnits(configuration, data), limit);
      if (!picture) return undefined;
      open.add(instance);
      const cicp = coloursOf(readCicp(coded.properties), picture.cicp);
      return { ...hevcSamples(picture, cicp, toneOf(cicp)), free: () => open.delete(instance) };
    },
    dropLarge() {
      for (const instance of instances) instance.dropLarge();
    },
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

function memoryBytes(size: Size, sampling: Sampling, held: readonly Size[], coded: number): number {
  const isHeld = held.some(({ width, height }) => width === size.width && height === size.height);
  const pictures = isHeld ? held : [size, ...held];
  return pictures.reduce((sum, picture) => sum + instanceBytes(picture, sampling) + coded, 0);
}

/** An instance with a picture in it. */
function instanceBytes({ width, height }: Size, { bits, perPixel }: Sampling): number {
  const sampleBytes = bits > 8 ? 2 : 1;
  const [across, down] = [width, height].map((side) => Math.ceil(side / BLOCK) * BLOCK) as [number, number];
  const rows = (BLOCK + 2) * (across * sampleBytes + BLOCK);
  return START_BYTES + across * down * (perPixel * sampleBytes + NOTES) + rows;
}
