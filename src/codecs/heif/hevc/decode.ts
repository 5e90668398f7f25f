/** Decodes one coded picture of HEVC. */
import type { Size } from '../../../core/image/picture.ts';
import type { Cicp } from '../colour.ts';
import type { KeptLibde265, Libde265 } from './libde265.ts';
import { nalUnits } from './parameter-sets.ts';

/** Samples of one plane; those of more than 8 bits have two bytes each. */
export interface Plane {
  readonly samples: Uint8Array | Uint16Array;
  /** Samples from one row to the next. */
  readonly stride: number;
}

/** A decoded picture, in the decoder's memory until it is freed. */
export interface HevcPicture extends Size {
  readonly bits: number;
  /** 0 none, 1 4:2:0, 2 4:2:2, 3 4:4:4. */
  readonly chroma: number;
  /** What the bitstream itself says of its colours. */
  readonly cicp: Cicp;
  /** Views that last until the memory grows. */
  plane(channel: number): Plane;
  free(): void;
}

/** `de265_decode` asks for more input than there will be. */
const WAITING = 13;
/** Calls of `de265_decode` that no picture needs. */
const MAX_CALLS = 10_000;

/** Decodes a picture within `limit` bytes of memory; undefined when its data shows none. */
export function decodeHevc(
  kept: KeptLibde265,
  { configuration, data, limit }: { configuration: Uint8Array; data: Uint8Array; limit: number },
): HevcPicture | undefined {
  try {
    const library = kept.use(limit);
    const decoder = library.create();
    for (const unit of nalUnits(configuration, data)) push(library, decoder, unit);
    library.flush(decoder);
    const image = firstImage(library, decoder);
    if (image !== 0) return pictureOf(library, decoder, image);
    library.destroy(decoder);
  } catch {
    // Whatever the data led it to, its state is not to be trusted any more.
    kept.discard();
  }
  return undefined;
}

function push(library: Libde265, decoder: number, unit: Uint8Array): void {
  const at = library.allocate(unit.length) >>> 0;
  if (at === 0) throw new RangeError('no room for the data');
  new Uint8Array(library.memory.buffer, at, unit.length).set(unit);
  // The time stamp has 64 bits, in two words.
  library.push(decoder, at, unit.length, 0, 0, 0);
  library.free(at);
}

function firstImage(library: Libde265, decoder: number): number {
  const more = library.allocate(4);
  try {
    for (let calls = 0; calls < MAX_CALLS; calls++) {
      const error = library.decode(decoder, more);
      const image = library.next(decoder);
      if (image !== 0) return image;
      const goesOn = new Int32Array(library.memory.buffer, more, 1)[0] !== 0;
      if (!goesOn || (error !== 0 && error !== WAITING)) return 0;
    }
    return 0;
  } finally {
    library.free(more);
  }
}

function pictureOf(library: Libde265, decoder: number, image: number): HevcPicture {
  const bits = library.bits(image, 0);
  const strideAt = library.allocate(4);
  return {
    width: library.width(image, 0),
    height: library.height(image, 0),
    bits,
    chroma: library.chroma(image),
    cicp: {
      primaries: library.primaries(image),
      transfer: library.transfer(image),
      matrix: library.matrix(image),
      fullRange: library.fullRange(image) !== 0,
    },
    plane(channel) {
      const at = library.plane(image, channel, strideAt) >>> 0;
      const { buffer } = library.memory;
      const bytes = new Int32Array(buffer, strideAt, 1)[0]!;
      const length = bytes * library.height(image, channel);
      if (library.bits(image, channel) <= 8)
        return { samples: new Uint8Array(buffer, at, length), stride: bytes };
      return { samples: new Uint16Array(buffer, at, length / 2), stride: bytes / 2 };
    },
    free() {
      library.free(strideAt);
      library.destroy(decoder);
    },
  };
}
