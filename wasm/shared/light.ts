/**
 * Linear light: tables that the host lays out (`src/core/image/light.ts`). `lights` has a 32-bit sample of light for each
 * byte, 0 to `WHITE`, and `bytes` the byte of each sample.
 */

/** The sample of byte 255. */
export const WHITE: i32 = 255 << 6;
/** Bytes of the tables. */
export const LIGHTS: usize = 256 << 2;
export const BYTES: usize = <usize>WHITE + 1;

/** The light of the four bytes at `pixel`. */
// @ts-ignore: decorator
@inline
export function lightOf(pixel: usize, lights: usize): v128 {
  let light = v128.load32_zero(lights + ((<usize>load<u8>(pixel)) << 2));
  light = v128.load32_lane(lights + ((<usize>load<u8>(pixel, 1)) << 2), light, 1);
  light = v128.load32_lane(lights + ((<usize>load<u8>(pixel, 2)) << 2), light, 2);
  return v128.load32_lane(lights + ((<usize>load<u8>(pixel, 3)) << 2), light, 3);
}

/** Stores the bytes of four samples. */
// @ts-ignore: decorator
@inline
export function storeBytes(to: usize, samples: v128, bytes: usize): void {
  const kept = i32x4.min_s(i32x4.max_s(samples, i32x4.splat(0)), i32x4.splat(WHITE));
  store<u8>(to, load<u8>(bytes + <usize>i32x4.extract_lane(kept, 0)));
  store<u8>(to, load<u8>(bytes + <usize>i32x4.extract_lane(kept, 1)), 1);
  store<u8>(to, load<u8>(bytes + <usize>i32x4.extract_lane(kept, 2)), 2);
  store<u8>(to, load<u8>(bytes + <usize>i32x4.extract_lane(kept, 3)), 3);
}
