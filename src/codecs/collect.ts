/** For codecs that know whole buffers only. */
import type { Picture } from '../core/image/picture.ts';

/** All pixels of a picture, straight-alpha RGBA: `width × height × 4` bytes, which the plan must count. */
export async function collect(picture: Picture): Promise<Uint8ClampedArray<ArrayBuffer>> {
  const pixels = new Uint8ClampedArray(picture.width * picture.height * 4);
  let at = 0;
  for await (const band of picture.bands()) {
    pixels.set(band, at);
    at += band.length;
  }
  return pixels;
}
