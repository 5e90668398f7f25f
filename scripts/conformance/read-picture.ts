/** Reads what a target answered, by other means than the engine's own. */
import sharp from 'sharp';

/** Pixels of the first frame. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Straight RGBA. */
  readonly bytes: Uint8Array;
}

/** Reads any format that the service writes. Rejects for what is no picture. */
export async function readPicture(body: Uint8Array): Promise<Pixels> {
  if (body[0] === 0x42 && body[1] === 0x4d) return readBitmap(Buffer.from(body));
  const { pages = 1 } = await sharp(body).metadata();
  const { data, info } = await sharp(body)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, frames: pages, bytes: data };
}

/** The bitmaps of this service: 24 or 32 bits a pixel, not compressed (which the library does not read). */
function readBitmap(file: Buffer): Pixels {
  const [start, width, rows, bits] = [
    file.readUInt32LE(10),
    file.readInt32LE(18),
    file.readInt32LE(22),
    file.readUInt16LE(28),
  ];
  const height = Math.abs(rows);
  const each = bits / 8;
  const stride = (width * each + 3) & ~3;
  const bytes = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const line = Math.floor(at / width);
    const from = start + (rows > 0 ? height - 1 - line : line) * stride + (at % width) * each;
    bytes.set([file[from + 2]!, file[from + 1]!, file[from]!, each === 4 ? file[from + 3]! : 255], at * 4);
  }
  return { width, height, frames: 1, bytes };
}

/** What a JPEG's markers tell. */
export interface JpegFacts {
  readonly progressive: boolean;
  /** The quality whose luminance table this is; undefined when it is of none. */
  readonly quality: number | undefined;
}

/** The luminance table of ITU-T T.81, annex K.1, in rows. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** Its sum at a quality, by the formula of the Independent JPEG Group: no two qualities from 2 on have the same. */
function sumAt(quality: number): number {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return LUMINANCE.reduce((sum, step) => {
    const value = Math.floor((step * scale + 50) / 100);
    return sum + Math.min(255, Math.max(1, value));
  }, 0);
}

/** Reads the markers up to the scan. */
export function readJpegFacts(body: Uint8Array): JpegFacts {
  let quality: number | undefined;
  let progressive = false;
  for (let at = 2; at + 4 <= body.length && body[at] === 0xff;) {
    const marker = body[at + 1]!;
    const length = (body[at + 2]! << 8) | body[at + 3]!;
    if (marker === 0xda) break;
    if (marker === 0xc2) progressive = true;
    if (marker === 0xdb && body[at + 4] === 0) {
      const sum = body.subarray(at + 5, at + 69).reduce((total, step) => total + step, 0);
      quality = Array.from({ length: 100 }, (_, index) => 100 - index).find((one) => sumAt(one) === sum);
    }
    at += 2 + length;
  }
  return { progressive, quality };
}
