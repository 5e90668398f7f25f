/** Passes over `profile_tier_level` (ITU-T H.265, section 7.3.3). */
import { readFlag, skipBits } from '../bits';

const GENERAL_BITS: u32 = 88;
const LEVEL_BITS: u32 = 8;

/** Of `layers` sub-layers below the whole. */
export function skipProfile(layers: u32): void {
  skipBits(GENERAL_BITS + LEVEL_BITS);
  let bits: u32 = 0;
  for (let i: u32 = 0; i < layers; i++) {
    if (readFlag()) bits += GENERAL_BITS;
    if (readFlag()) bits += LEVEL_BITS;
  }
  if (layers > 0) bits += (8 - layers) << 1;
  skipBits(bits);
}
