/** HEVC: whatever the bytes are, a picture is decoded as far as it goes or not at all, soon, and in the memory allowed. */
import { decodeHevc } from '../../../src/codecs/heif/hevc/decode.ts';
import type { HevcExports } from '../../../src/codecs/heif/hevc/kernel.ts';
import { keepInstance } from '../../../src/codecs/instance.ts';
import { loadModules } from '../../../scripts/lib/modules.ts';
import { STREAMS } from '../../codecs/heif/streams.ts';
import { splitUnits, unitsOf } from '../../codecs/heif/units.ts';

export const name = 'hevc';

const LIMIT = 8 << 20;
const PAGE = 65_536;
/** Every so many inputs a picture of the seeds must come out as before: no input may have changed the kernel's tables. */
const EVERY = 16;

const kept = keepInstance<HevcExports>(await (await loadModules()).hevc!());
const known = unitsOf(Object.values(STREAMS)[0]!);
const expected = luma(known);
let runs = 0;

/** Pictures by x265, as they are in the tests. */
export function seeds(): Uint8Array[] {
  return Object.values(STREAMS).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
}

export async function run(bytes: Uint8Array): Promise<void> {
  const instance = kept.use();
  decodeHevc({ ...kept, use: () => instance, discard: trapped }, splitUnits(bytes), LIMIT);
  if (kept.bytes > LIMIT + PAGE) throw new Error(`${kept.bytes} bytes were taken`);
  if (++runs % EVERY === 0 && !luma(known).equals(expected)) throw new Error('another picture came out');
}

function trapped(): never {
  throw new Error('the kernel trapped');
}

function luma(units: readonly Uint8Array[]): Buffer {
  return Buffer.from(decodeHevc(kept, units, LIMIT)!.plane(0).samples);
}
