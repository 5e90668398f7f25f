/** What a coded picture's configuration box says of its samples. */
import { HEVC_BITS_AT, HEVC_CHROMA_AT } from './hevc/parameter-sets.ts';
import type { Coded } from './picture.ts';

/** Of a coded picture. */
export interface Configuration {
  /** Bits of a sample. */
  readonly bits: number;
  /** True when there is no colour. */
  readonly grey: boolean;
  /** The contents of the box. */
  readonly data: Uint8Array;
}

/** The box of each coding that is read here. */
const BOXES: Readonly<Record<string, string>> = { hvc1: 'hvcC', av01: 'av1C' };
/** Flags of the third byte of `av1C` (AV1 in ISOBMFF, section 2.3.3). */
const AV1 = { high: 0x40, twelve: 0x20, grey: 0x10 } as const;

/** The configuration of a coded picture; undefined when it has none, or a coding that is not read here. */
export function configurationOf({ type, properties }: Coded): Configuration | undefined {
  const data = properties.find(({ name }) => name === BOXES[type])?.data;
  if (!data) return undefined;
  if (type === 'av01') {
    const flags = data[2] ?? 0;
    const bits = flags & AV1.high ? (flags & AV1.twelve ? 12 : 10) : 8;
    return { bits, grey: (flags & AV1.grey) !== 0, data };
  }
  const bits = 8 + ((data[HEVC_BITS_AT] ?? 0) & 7);
  return { bits, grey: ((data[HEVC_CHROMA_AT] ?? 0) & 3) === 0, data };
}
