/** The header of an ICC profile (ICC.1:2022, section 7.2). */

/** Bytes of the header and of the tag count behind it. */
export const PROFILE_HEADER_BYTES = 128;
/** Where the colour model of the samples stands in the header. */
const MODEL_AT = 16;
/** Where every profile says that it is one. */
const SIGNATURE_AT = 36;

const MODELS: Readonly<Record<string, 'grey' | 'rgb' | 'cmyk'>> = {
  GRAY: 'grey',
  'RGB ': 'rgb',
  CMYK: 'cmyk',
};

/** The colour model whose samples the profile describes; undefined for another one, or when it is no profile. */
export function modelOfProfile(icc: Uint8Array): 'grey' | 'rgb' | 'cmyk' | undefined {
  if (icc.length < PROFILE_HEADER_BYTES || readSignature(icc, SIGNATURE_AT) !== 'acsp') return undefined;
  return MODELS[readSignature(icc, MODEL_AT)];
}

/** A four-letter signature. */
export function readSignature(icc: Uint8Array, at: number): string {
  return String.fromCharCode(...icc.subarray(at, at + 4));
}
