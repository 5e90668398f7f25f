/** Pictures as a page shows them, and how alike two of them look. */
import sharp, { type Sharp } from 'sharp';
import { ssimulacra2 } from './ssimulacra2.ts';

export interface Pixels {
  /** RGB. */
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number };
}

export function openFile(file: Buffer): Sharp {
  return sharp(file, { limitInputPixels: false });
}

/** RGB, on white. */
export function shown(file: Buffer): Promise<Pixels> {
  return openFile(file)
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

export function sameSize(a: Pixels, b: Pixels): boolean {
  return a.info.width === b.info.width && a.info.height === b.info.height;
}

/** SSIMULACRA 2 of a picture against its original. */
export function score(original: Pixels, made: Pixels): number {
  return ssimulacra2(original.data, made.data, original.info);
}
