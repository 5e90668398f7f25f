/** Pixels for encoders that are measured alone, and the files they write. */
import sharp from 'sharp';
import type { Encoder } from '../src/codecs/codec.ts';
import type { Picture, Size } from '../src/core/image/picture.ts';
import type { Output } from '../src/core/spec/output.ts';

/** Rows of a band. */
const BAND = 16;

/** A picture's RGBA, and the same without alpha. */
export interface StillPixels extends Size {
  readonly rgba: Buffer;
  readonly rgb: Buffer;
}

/** A file's pixels, scaled to a width. */
export async function pixelsOf(file: Buffer, width: number): Promise<StillPixels> {
  const scaled = sharp(file).resize(width).toColourspace('srgb').flatten({ background: '#fff' });
  const { data: rgb, info } = await scaled.clone().raw().toBuffer({ resolveWithObject: true });
  return { rgb, rgba: await scaled.ensureAlpha().raw().toBuffer(), width: info.width, height: info.height };
}

export async function fileOf(encoder: Encoder, pixels: StillPixels, output: Output): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of encoder.encode(pictureOf(pixels), output)) chunks.push(chunk.slice());
  return Buffer.concat(chunks);
}

export function pictureOf({ rgba, width, height }: StillPixels): Picture {
  return {
    width,
    height,
    opaque: true,
    async *bands() {
      const step = BAND * width * 4;
      for (let at = 0; at < rgba.length; at += step)
        yield Uint8ClampedArray.from(rgba.subarray(at, at + step));
    },
  };
}
