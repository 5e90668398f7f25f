/** What a coded picture's configuration box says of its samples. */
import { HEVC_BITS_AT, HEVC_CHROMA_AT } from './hevc/parameter-sets.ts';
import type { Coded } from './picture.ts';

/** What samples take in memory. */
export interface Sampling {
  /** Bits of a sample. */
  readonly bits: number;
  /** Samples of all planes together for each pixel: 1, 1.5, 2 or 3. */
  readonly perPixel: number;
}

/** Of a coded picture. */
export interface Configuration extends Sampling {
  /** True when there is no colour. */
  readonly grey: boolean;
  /** The contents of the box. */
  readonly data: Uint8Array;
}

/** The box of each coding that is read here. */
const BOXES: Readonly<Record<string, string>> = { hvc1: 'hvcC', av01: 'av1C' };
/** Flags of the third byte of `av1C` (AV1 in ISOBMFF, section 2.3.3). */
const AV1 = { high: 0x40, twelve: 0x20, grey: 0x10, halfWide: 8, halfHigh: 4 } as const;
/** Samples of a pixel by HEVC's `chroma_format_idc`: none, 4:2:0, 4:2:2, 4:4:4. */
const HEVC_PER_PIXEL = [1, 1.5, 2, 3] as const;

/** The configuration of a coded picture; undefined when it has none, or a coding that is not read here. */
export function configurationOf({ type, properties }: Coded): Configuration | undefined {
  const data = properties.find(({ name }) => name === BOXES[type])?.data;
  if (!data) return undefined;
  if (type === 'av01') {
    const flags = data[2] ?? 0;
    const bits = flags & AV1.high ? (flags & AV1.twelve ? 12 : 10) : 8;
    const grey = (flags & AV1.grey) !== 0;
    return { bits, perPixel: grey ? 1 : 1 + 2 * chromaShare(flags), grey, data };
  }
  const bits = 8 + ((data[HEVC_BITS_AT] ?? 0) & 7);
  const perPixel = HEVC_PER_PIXEL[(data[HEVC_CHROMA_AT] ?? 0) & 3]!;
  return { bits, perPixel, grey: perPixel === 1, data };
}

/** Samples that a plane of chroma has for each pixel. */
function chromaShare(flags: number): number {
  return (flags & AV1.halfWide ? 0.5 : 1) * (flags & AV1.halfHigh ? 0.5 : 1);
}
