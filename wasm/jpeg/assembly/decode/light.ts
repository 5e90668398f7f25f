/**
 * Scaling in linear light: samples of luma, of grey and of RGB become light before they are scaled. Chroma stays as it is:
 * it has no light of its own, and most files hold a mean of it anyway.
 */
import { BYTES, LIGHTS } from '../../../shared/light';
import { MODEL_GREY, MODEL_RGB, MODEL_YCC, target } from './target';

/** Tables that the host writes: `lights`, and behind it `bytes`. */
export const lights = memory.data(LIGHTS + BYTES, 16);

/** True when component `i` is scaled in linear light. */
export function hasLight(i: i32): bool {
  if (target.lightMargin == 0) return false;
  return target.model == MODEL_GREY || target.model == MODEL_RGB || (target.model == MODEL_YCC && i == 0);
}

/** Light of the byte at an address. */
// @ts-ignore: decorator
@inline
export function lightAt(address: usize): u32 {
  return load<u32>(lights + ((<usize>load<u8>(address)) << 2));
}
