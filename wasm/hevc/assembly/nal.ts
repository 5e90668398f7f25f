/** NAL units (ITU-T H.265, section 7.3.1): what kind they are, and the payload in them. */

/** Bytes of the header. */
export const NAL_HEADER: u32 = 2;
/** Kinds (table 7-1). */
export const NAL_BLA_W_LP: u32 = 16;
export const NAL_IDR_W_RADL: u32 = 19;
export const NAL_IDR_N_LP: u32 = 20;
export const NAL_RSV_IRAP_VCL23: u32 = 23;
export const NAL_SPS: u32 = 33;
export const NAL_PPS: u32 = 34;
/** Kinds below hold slices. */
export const NAL_VCL_END: u32 = 32;

/** The kind of the unit at an address. */
export function nalType(unit: usize): u32 {
  return (load<u8>(unit) >> 1) & 63;
}

/** The layer it belongs to; the picture itself is that of layer 0. */
export function nalLayer(unit: usize): u32 {
  return (((<u32>load<u8>(unit)) & 1) << 5) | (load<u8>(unit, 1) >> 3);
}

/** Takes out, in place, the bytes that keep start codes from appearing; gives how many are left. */
export function unescape(from: usize, bytes: u32): u32 {
  const end = from + bytes;
  let to = from;
  let zeros = 0;
  for (let at = from; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (zeros >= 2 && byte == 3) {
      zeros = 0;
      continue;
    }
    store<u8>(to++, byte);
    zeros = byte == 0 ? zeros + 1 : 0;
  }
  return <u32>(to - from);
}
