/** What a picture's properties say of its colours: `colr`, as numbers of H.273 or as an ICC profile. */
import { profileOfCicp } from '../metadata/cicp.ts';
import { modelOfProfile } from '../metadata/profile.ts';
import { type Box, readName, readUint } from './boxes.ts';

/** How stored samples become colours (ITU-T H.273). */
export interface Cicp {
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  readonly fullRange: boolean;
}

/** Transfers of high dynamic range: those of SMPTE ST 2084 and ARIB STD-B67. */
export const TRANSFER = { pq: 16, hlg: 18 } as const;

/** The numbers that the properties name; undefined when they name none. */
export function readCicp(properties: readonly Box[]): Cicp | undefined {
  const data = colourOf(properties, ['nclx']);
  if (!data || data.length < 11) return undefined;
  return {
    primaries: readUint(data, 4, 2),
    transfer: readUint(data, 6, 2),
    matrix: readUint(data, 8, 2),
    fullRange: data[10]! >= 0x80,
  };
}

/** The profile of pixels as the decoder hands them on: the file's own, or one made of its numbers; undefined for sRGB. */
export function readProfile(properties: readonly Box[], model: 'grey' | 'rgb'): Uint8Array | undefined {
  const data = colourOf(properties, ['prof', 'rICC']);
  const own = data && new Uint8Array(data.subarray(4));
  if (own && modelOfProfile(own) === model) return own;
  const cicp = readCicp(properties);
  return cicp && !isHdr(cicp) ? profileOfCicp(cicp, model) : undefined;
}

/** True for pictures whose light the decoder maps to the range of a screen. */
export function isHdr({ transfer }: Pick<Cicp, 'transfer'>): boolean {
  return transfer === TRANSFER.pq || transfer === TRANSFER.hlg;
}

function colourOf(properties: readonly Box[], types: readonly string[]): Uint8Array | undefined {
  return properties.find(({ name, data }) => name === 'colr' && types.includes(readName(data, 0)))?.data;
}
